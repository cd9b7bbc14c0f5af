import kinds from '../../../api/kinds.gen.json';
import type { EditorKind } from './json-schema.ts';

/** The built-in kinds that people write manifests of, as a manifest names them. */
export const EDITOR_KINDS: readonly EditorKind[] = kinds;
