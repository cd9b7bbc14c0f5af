import { apiVersionOf } from '../../../api/object.ts';
import * as resources from '../../../api/resources.ts';
import type { EditorKind } from './json-schema.ts';

/** The kinds that the API server serves, as a manifest names them. */
export const EDITOR_KINDS: readonly EditorKind[] = Object.values(resources).map((type) => ({
  apiVersion: apiVersionOf(type),
  kind: type.kind,
}));
