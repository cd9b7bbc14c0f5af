/** Which kinds this server knows at the moment: those that it begins with, those of its extension, and custom resources. */
import type { KindDefinition } from '../../api/kind.ts';
import { FIRST_KINDS } from '../../api/kinds/first.ts';
import { type ResourceType, apiVersionOf, groupResource } from '../../api/object.ts';
import type { ResourceName } from '../../api/request.ts';
import type { Server } from './server.ts';

/** The kind of a resource; without a version the one that its group prefers. */
export function findKind(server: Server, name: ResourceName): KindDefinition | undefined {
  return findResource(server, groupResource(name), name.version);
}

/** The same for `deployments.apps`. */
export function findResource(server: Server, resource: string, version?: string): KindDefinition | undefined {
  const first = indexOf(FIRST_KINDS).byResource.get(resource);
  if (first !== undefined && (version === undefined || version === first.type.version)) return first;
  const extension = server.extension();
  if (extension === undefined) return undefined;
  const { byResource, byVersion } = indexOf(extension.kinds);
  const known = version === undefined ? byResource.get(resource) : byVersion.get(`${resource}/${version}`);
  if (known !== undefined) return underGates(server, known);
  return extension.customKind(server, resource, version);
}

function underGates({ spec: { featureGates } }: Server, kind: KindDefinition): KindDefinition {
  return featureGates === undefined ? kind : (kind.underGates?.(featureGates) ?? kind);
}

/** The type that an owner reference or a manifest names. */
export function findType(server: Server, apiVersion: string, kind: string): ResourceType | undefined {
  const name = `${apiVersion} ${kind}`;
  const extension = server.extension();
  const builtIn = indexOf(FIRST_KINDS).byName.get(name) ?? (extension && indexOf(extension.kinds).byName.get(name));
  if (builtIn !== undefined || extension === undefined) return builtIn?.type;
  return extension.customKinds(server).find(({ type }) => type.kind === kind && apiVersionOf(type) === apiVersion)?.type;
}

/** Every kind that is served, in every version. */
export function allKinds(server: Server): readonly KindDefinition[] {
  const extension = server.extension();
  if (extension === undefined) return FIRST_KINDS;
  return [...FIRST_KINDS, ...extension.kinds, ...extension.customKinds(server)];
}

/** Whether objects are kept in this very form: of several versions only the one that is stored. */
export function isStoredAs({ view, type }: KindDefinition): boolean {
  return view === undefined || (groupResource(view.of) === groupResource(type) && view.of.version === type.version);
}

interface KindIndex {
  readonly byResource: ReadonlyMap<string, KindDefinition>;
  readonly byVersion: ReadonlyMap<string, KindDefinition>;
  readonly byName: ReadonlyMap<string, KindDefinition>;
}

const INDEXES = new WeakMap<readonly KindDefinition[], KindIndex>();

function indexOf(kinds: readonly KindDefinition[]): KindIndex {
  const known = INDEXES.get(kinds);
  if (known !== undefined) return known;
  const index: KindIndex = {
    // Of two versions the first in the list is the preferred one.
    byResource: new Map(kinds.toReversed().map((kind) => [groupResource(kind.type), kind])),
    byVersion: new Map(kinds.map((kind) => [`${groupResource(kind.type)}/${kind.type.version}`, kind])),
    byName: new Map(kinds.map((kind) => [`${apiVersionOf(kind.type)} ${kind.type.kind}`, kind])),
  };
  INDEXES.set(kinds, index);
  return index;
}
