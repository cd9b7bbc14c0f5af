/** The request that policies and webhooks look at, and what it is in another version (admission.VersionedAttributes). */
import type { KindDefinition } from '../../../../api/kind.ts';
import { type KubeObject, apiVersionOf } from '../../../../api/object.ts';
import type { Namespace } from '../../../../api/types.gen.ts';
import { readObject } from '../../../store/store.ts';
import { allKinds } from '../../kinds.ts';
import { type RequestScope, tableName, viewOf } from '../../server.ts';
import type { AdmissionAttributes, ObjectKind, Operation } from '../plugin.ts';

export interface Subject {
  readonly scope: RequestScope;
  readonly attributes: AdmissionAttributes;
  readonly operation: Operation;
  /** What is to be stored; undefined for a DELETE. */
  readonly object: KubeObject | undefined;
  readonly old: KubeObject | undefined;
  readonly name: string;
  /** A namespace is in itself. */
  readonly namespace: string;
}

export function subjectOf(scope: RequestScope, object: KubeObject, attributes: AdmissionAttributes): Subject {
  const { operation, stored } = attributes;
  const name = (stored ?? object).metadata.name ?? '';
  return {
    scope,
    attributes,
    operation,
    object: operation === 'DELETE' ? undefined : object,
    old: operation === 'DELETE' ? (stored ?? object) : stored,
    name,
    namespace: isNamespace(scope.kind) ? name : attributes.namespace,
  };
}

export function isNamespace({ type }: KindDefinition): boolean {
  return type.group === '' && type.resource === 'namespaces';
}

/** The namespace that the object is in; a namespace itself counts as being in none. */
export function namespaceObjectOf({ scope, attributes }: Subject): Namespace | undefined {
  const { namespace } = attributes;
  if (!scope.kind.type.namespaced || namespace === '') return undefined;
  return readObject(scope.server.store, 'namespaces', namespace) as Namespace | undefined;
}

const CONFIGURATION: ReadonlySet<string> = new Set([
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
  'validatingadmissionpolicies',
  'validatingadmissionpolicybindings',
  'mutatingadmissionpolicies',
  'mutatingadmissionpolicybindings',
]);

/** What configures admission is not admitted by it: nobody can lock himself out. */
export function isExempt({ kind }: RequestScope): boolean {
  return kind.type.group === 'admissionregistration.k8s.io' && CONFIGURATION.has(kind.type.resource);
}

/** Other groups and versions under which the same object is served. */
export function equivalentKinds({ server, kind }: RequestScope): readonly KindDefinition[] {
  const table = tableName(kind);
  return allKinds(server).filter((other) => other !== kind && tableName(other) === table && !isSameVersion(other, kind));
}

function isSameVersion({ type: a }: KindDefinition, { type: b }: KindDefinition): boolean {
  return a.group === b.group && a.version === b.version && a.resource === b.resource;
}

/** What the objects of the request are: of the kind under which it matched, or of the subresource's own. */
export function objectKind({ attributes }: Subject, matched: KindDefinition): ObjectKind {
  return attributes.kind ?? matched;
}

/** The object as the kind under which the request matched shows it. */
export function shownAs({ scope, attributes }: Subject, object: KubeObject, matched: KindDefinition): KubeObject {
  return attributes.kind === undefined ? convert(object, scope.kind, matched) : object;
}

/** An object of one kind as another kind that is kept in the same table shows it. */
export function convert(object: KubeObject, from: KindDefinition, to: KindDefinition): KubeObject {
  if (isSameVersion(from, to)) return object;
  const stored = from.view === undefined ? object : from.view.toStored(object);
  const shown = viewOf(to, stored);
  return shown.apiVersion === apiVersionOf(to.type) ? shown : { ...shown, apiVersion: apiVersionOf(to.type) };
}
