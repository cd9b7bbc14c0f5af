/**
 * The API server's own controllers about CustomResourceDefinitions: names are accepted or refused, accepted definitions are served,
 * and one that is deleted takes its objects with it (apiextensions-apiserver/pkg/controller/{status,establish,finalizer}).
 * They run at once, in consequence of the write that concerns them.
 */
import { CUSTOM_RESOURCE_DEFINITION } from '../../../api/resources.ts';
import {
  CLEANUP_FINALIZER,
  customResourceDefinitionKind,
} from '../../../api/kinds/custom-resource-definition/custom-resource-definition.ts';
import { isEstablished } from '../../../api/kinds/custom-resource-definition/validate.ts';
import type { KindDefinition } from '../../../api/kind.ts';
import { type KubeObject, groupResource, nameOf, namespaceOf } from '../../../api/object.ts';
import { formatTime } from '../../../api/time.ts';
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionCondition,
  CustomResourceDefinitionNames,
  CustomResourceDefinitionStatus,
} from '../../../api/types.gen.ts';
import { deepEqual } from '../../../base/equal.ts';
import { readObject, scanObjects } from '../../store/store.ts';
import { type RequestScope, type Server, commit, commitRemoval, viewOf } from '../server.ts';
import { deleteObject } from '../verbs/delete.ts';
import { customKindOf } from './custom-kind.ts';
import { registerVersions } from './register.ts';

const DEFINITIONS = groupResource(CUSTOM_RESOURCE_DEFINITION);

/** After a write of a definition: everything that it sets in motion. */
export function settleDefinitions(server: Server, name: string): void {
  settle(server, name);
  registerVersions(server);
}

function settle(server: Server, name: string): void {
  const definition = definitionOf(server, name);
  if (definition?.metadata.deletionTimestamp !== undefined) return void finalize(server, definition);
  if (definition !== undefined) acceptNames(server, definition);
  // A name that was given up may be what others wait for.
  for (const [, other] of scanObjects(server.store, DEFINITIONS, '')) {
    const waiting = other as CustomResourceDefinition;
    if (nameOf(waiting) !== name && !isAccepted(waiting)) acceptNames(server, waiting);
  }
}

/** After the end of a custom object: its definition may have been waiting for that. */
export function settleAfterRemoval(server: Server, kind: KindDefinition): void {
  const definition = definitionOf(server, groupResource(kind.type));
  if (definition?.metadata.deletionTimestamp !== undefined) finalize(server, definition);
}

function definitionOf(server: Server, name: string): CustomResourceDefinition | undefined {
  return readObject(server.store, DEFINITIONS, name) as CustomResourceDefinition | undefined;
}

function scopeOf(server: Server, kind: KindDefinition): RequestScope {
  return { server, kind, requester: { user: 'system:apiserver', actor: 'apiextensions' }, dryRun: false };
}

function save(server: Server, definition: CustomResourceDefinition, status: CustomResourceDefinitionStatus): void {
  const next: CustomResourceDefinition = { ...definition, status };
  commit(scopeOf(server, customResourceDefinitionKind), 'update', next);
}

function isAccepted({ spec, status }: CustomResourceDefinition): boolean {
  return deepEqual(spec.names, status?.acceptedNames);
}

function acceptNames(server: Server, definition: CustomResourceDefinition): void {
  if (isAccepted(definition) && isEstablished(definition)) return;
  const { names, problem } = judge(server, definition);
  const at = formatTime(server.now());
  const namesCondition: CustomResourceDefinitionCondition =
    problem === undefined
      ? { type: 'NamesAccepted', status: 'True', lastTransitionTime: at, reason: 'NoConflicts', message: 'no conflicts found' }
      : { type: 'NamesAccepted', status: 'False', lastTransitionTime: at, ...problem };
  const established: CustomResourceDefinitionCondition = isEstablished(definition)
    ? (definition.status?.conditions?.find(({ type }) => type === 'Established') ?? notAccepted(at))
    : problem === undefined
      ? {
          type: 'Established',
          status: 'True',
          lastTransitionTime: at,
          reason: 'InitialNamesAccepted',
          message: 'the initial names have been accepted',
        }
      : notAccepted(at);
  const before = definition.status?.conditions ?? [];
  const status = { ...definition.status, acceptedNames: names, conditions: withConditions(before, [namesCondition, established]) };
  if (!deepEqual(status, definition.status)) save(server, definition, status);
}

function notAccepted(at: string): CustomResourceDefinitionCondition {
  return { type: 'Established', status: 'False', lastTransitionTime: at, reason: 'NotAccepted', message: 'not all names are accepted' };
}

/** A condition whose status stays the same keeps its time; unchanged ones keep their place. */
function withConditions(
  before: readonly CustomResourceDefinitionCondition[],
  changed: readonly CustomResourceDefinitionCondition[],
): readonly CustomResourceDefinitionCondition[] {
  const timed = changed.map((condition) => {
    const old = before.find(({ type }) => type === condition.type);
    const time = old?.status === condition.status ? old.lastTransitionTime : condition.lastTransitionTime;
    return time === undefined ? condition : { ...condition, lastTransitionTime: time };
  });
  const kept = before.map((old) => timed.find(({ type }) => type === old.type) ?? old);
  return [...kept, ...timed.filter(({ type }) => !before.some((old) => old.type === type))];
}

interface Verdict {
  readonly names: CustomResourceDefinitionNames;
  readonly problem: { readonly reason: string; readonly message: string } | undefined;
}

/** Names that another definition of the group has are refused, each for itself. */
function judge(server: Server, { metadata, spec, status }: CustomResourceDefinition): Verdict {
  const taken = namesTaken(server, spec.group, metadata.name ?? '');
  const accepted: CustomResourceDefinitionNames = status?.acceptedNames ?? { plural: '', kind: '' };
  let names: CustomResourceDefinitionNames = accepted;
  let problem: Verdict['problem'];
  const isFree = (name: string, old: string | undefined, used: ReadonlySet<string>) => name === old || !used.has(name);
  const refuse = (what: string, wrong: readonly string[]) => {
    const texts = wrong.map((name) => `${JSON.stringify(name)} is already in use`);
    problem = { reason: `${what}Conflict`, message: texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]` };
  };
  const take = (key: 'plural' | 'singular' | 'kind' | 'listKind', what: string, used: ReadonlySet<string>) => {
    const wanted = spec.names[key] ?? '';
    if (isFree(wanted, accepted[key], used)) names = { ...names, [key]: wanted };
    else refuse(what, [wanted]);
  };
  take('plural', 'Plural', taken.resources);
  take('singular', 'Singular', taken.resources);
  const shortNames = spec.names.shortNames ?? [];
  const wrong = shortNames.filter((name) => !accepted.shortNames?.includes(name) && taken.resources.has(name));
  if (wrong.length > 0) refuse('ShortNames', wrong);
  else if (shortNames.length > 0) names = { ...names, shortNames };
  take('kind', 'Kind', taken.kinds);
  take('listKind', 'ListKind', taken.kinds);
  const { categories } = spec.names;
  return { names: categories === undefined ? names : { ...names, categories }, problem };
}

function namesTaken(server: Server, group: string, except: string): { resources: ReadonlySet<string>; kinds: ReadonlySet<string> } {
  const resources = new Set<string>();
  const kinds = new Set<string>();
  for (const [name, object] of scanObjects(server.store, DEFINITIONS, '')) {
    const { spec, status } = object as CustomResourceDefinition;
    if (name === except || spec.group !== group || status?.acceptedNames === undefined) continue;
    const { plural, singular, shortNames = [], kind, listKind } = status.acceptedNames;
    for (const text of [plural, singular, ...shortNames]) if (text) resources.add(text);
    for (const text of [kind, listKind]) if (text) kinds.add(text);
  }
  return { resources, kinds };
}

/** Deletes what is left of a definition's objects, and the definition when nothing is. */
function finalize(server: Server, definition: CustomResourceDefinition): void {
  if (!definition.metadata.finalizers?.includes(CLEANUP_FINALIZER)) return;
  const kind = storageKind(definition);
  const scope = scopeOf(server, kind);
  const own = () => Array.from(scanObjects(server.store, nameOf(definition), ''), ([, object]) => viewOf(kind, object));
  for (const object of own()) if (object.metadata.deletionTimestamp === undefined) remove(scope, object);
  const current = definitionOf(server, nameOf(definition));
  if (current === undefined) return;
  const at = formatTime(server.now());
  const isEmpty = own().length === 0;
  const condition: CustomResourceDefinitionCondition = isEmpty
    ? {
        type: 'Terminating',
        status: 'False',
        lastTransitionTime: at,
        reason: 'InstanceDeletionCompleted',
        message: 'removed all instances',
      }
    : {
        type: 'Terminating',
        status: 'True',
        lastTransitionTime: at,
        reason: 'InstanceDeletionInProgress',
        message: 'CustomResource deletion is in progress',
      };
  const status = { ...current.status, conditions: withConditions(current.status?.conditions ?? [], [condition]) };
  if (!isEmpty) {
    if (!deepEqual(status, current.status)) save(server, current, status);
    return;
  }
  const finalizers = (current.metadata.finalizers ?? []).filter((name) => name !== CLEANUP_FINALIZER);
  const last: CustomResourceDefinition = { ...current, metadata: { ...current.metadata, finalizers }, status };
  const definitions = scopeOf(server, customResourceDefinitionKind);
  if (finalizers.length > 0) commit(definitions, 'update', last);
  else {
    commitRemoval(definitions, last);
    settleDefinitions(server, nameOf(definition));
  }
}

function remove(scope: RequestScope, object: KubeObject): void {
  deleteObject(scope, namespaceOf(object), nameOf(object), { propagationPolicy: 'Background' });
}

/** A definition in deletion is no longer served, but its objects are still there. */
function storageKind(definition: CustomResourceDefinition): KindDefinition {
  const version = definition.spec.versions.find(({ storage }) => storage) ?? definition.spec.versions[0];
  if (version === undefined) throw new Error(`${nameOf(definition)} has no version`);
  return customKindOf(definition, version);
}
