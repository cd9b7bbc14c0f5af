/** Which custom resources are served at the moment: those of every established definition, in each of its served versions. */
import type { KindDefinition } from '../../../api/kind.ts';
import { isEstablished } from '../../../api/kinds/custom-resource-definition/validate.ts';
import type { CustomResourceDefinition } from '../../../api/types.gen.ts';
import { type StoreState, readObject, scanObjects } from '../../store/store.ts';
import { customKindOf } from './custom-kind.ts';
import { compareVersions } from './versions.ts';

const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io';

export function customKind(store: StoreState, resource: string, version?: string): KindDefinition | undefined {
  const definition = readObject(store, DEFINITIONS, resource) as CustomResourceDefinition | undefined;
  if (definition === undefined) return undefined;
  const kinds = kindsOf(definition);
  return version === undefined ? kinds[0] : kinds.find(({ type }) => type.version === version);
}

export function customKinds(store: StoreState): readonly KindDefinition[] {
  return Array.from(scanObjects(store, DEFINITIONS, ''), ([, definition]) => kindsOf(definition as CustomResourceDefinition)).flat();
}

/** Definitions are immutable, so what follows from one is found once. The preferred version stands first. */
const KINDS = new WeakMap<CustomResourceDefinition, readonly KindDefinition[]>();

export function kindsOf(definition: CustomResourceDefinition): readonly KindDefinition[] {
  const known = KINDS.get(definition);
  if (known !== undefined) return known;
  const served = isEstablished(definition) ? definition.spec.versions.filter((version) => version.served) : [];
  const kinds = served.toSorted((a, b) => compareVersions(a.name, b.name)).map((version) => customKindOf(definition, version));
  KINDS.set(definition, kinds);
  return kinds;
}
