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
import { isValidBundle } from '../../../api/kinds/custom-resource-definition/conversion.ts';
import { approvalOf, isEstablished } from '../../../api/kinds/custom-resource-definition/validate.ts';
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
import { findResource } from '../kinds.ts';
import { type RequestScope, type Server, commit, commitRemoval } from '../server.ts';
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
  if (definition?.metadata.deletionTimestamp !== undefined) return finalize(server, definition);
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

/** Everything that the server has to say of a definition, each controller's part as a write of its own. */
function acceptNames(server: Server, definition: CustomResourceDefinition): void {
  const at = formatTime(server.now());
  const approval = approvalCondition(definition, at);
  if (approval !== undefined) update(server, definition, {}, [approval]);
  const approved = definitionOf(server, nameOf(definition)) ?? definition;
  if (!isAccepted(approved)) {
    const { names, problem } = judge(server, approved);
    update(server, approved, { acceptedNames: names }, [
      namesCondition(problem, at),
      ...notEstablished(approved, problem === undefined, at),
    ]);
  }
  establish(server, definitionOf(server, nameOf(definition)) ?? definition, at);
}

const APPROVAL_REASONS = {
  Missing: 'MissingAnnotation',
  Unapproved: 'UnapprovedAnnotation',
  Approved: 'ApprovedAnnotation',
  Invalid: 'InvalidAnnotation',
} as const;

function approvalCondition(definition: CustomResourceDefinition, at: string): CustomResourceDefinitionCondition | undefined {
  const approval = approvalOf(definition);
  if (approval === undefined) return undefined;
  const { state, why } = approval;
  return {
    type: 'KubernetesAPIApprovalPolicyConformant',
    status: state === 'Approved' ? 'True' : 'False',
    lastTransitionTime: at,
    reason: APPROVAL_REASONS[state],
    message: why,
  };
}

function namesCondition(problem: Verdict['problem'], at: string): CustomResourceDefinitionCondition {
  return problem === undefined
    ? { type: 'NamesAccepted', status: 'True', lastTransitionTime: at, reason: 'NoConflicts', message: 'no conflicts found' }
    : { type: 'NamesAccepted', status: 'False', lastTransitionTime: at, ...problem };
}

/** What was served once stays served. */
function notEstablished(definition: CustomResourceDefinition, isFree: boolean, at: string): readonly CustomResourceDefinitionCondition[] {
  if (isEstablished(definition)) return [];
  const condition = { type: 'Established', status: 'False', lastTransitionTime: at };
  if (isFree) return [{ ...condition, reason: 'Installing', message: INITIAL_NAMES }];
  const isKnown = definition.status?.conditions?.some(({ type }) => type === 'Established') ?? false;
  return isKnown ? [] : [{ ...condition, reason: 'NotAccepted', message: 'not all names are accepted' }];
}

const INITIAL_NAMES = 'the initial names have been accepted';

function establish(server: Server, definition: CustomResourceDefinition, at: string): void {
  const { status, spec } = definition;
  const isNamed = status?.conditions?.some(({ type, status: value }) => type === 'NamesAccepted' && value === 'True') ?? false;
  if (!isNamed || isEstablished(definition)) return;
  const condition = { type: 'Established', lastTransitionTime: at };
  const isWrong = !isValidBundle(spec.conversion?.webhook?.clientConfig?.caBundle ?? '');
  update(server, definition, {}, [
    isWrong
      ? { ...condition, status: 'False', reason: 'InvalidCABundle', message: 'The conversion webhook CABundle is invalid' }
      : { ...condition, status: 'True', reason: 'InitialNamesAccepted', message: INITIAL_NAMES },
  ]);
}

function update(
  server: Server,
  definition: CustomResourceDefinition,
  changes: CustomResourceDefinitionStatus,
  conditions: readonly CustomResourceDefinitionCondition[],
): void {
  const status = { ...definition.status, ...changes, conditions: withConditions(definition.status?.conditions ?? [], conditions) };
  if (!deepEqual(status, definition.status)) save(server, definition, status);
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

/** Names that are taken in the group are refused, each for itself; of several reasons the last is told. */
function judge(server: Server, { spec, status }: CustomResourceDefinition): Verdict {
  const taken = namesTaken(server, spec.group);
  const accepted: CustomResourceDefinitionNames = status?.acceptedNames ?? { plural: '', kind: '' };
  const { shortNames: _shortNames, categories: _categories, ...kept } = accepted;
  let names: CustomResourceDefinitionNames = kept;
  let problem: Verdict['problem'];
  const refuse = (what: string, wrong: readonly string[]) => {
    const texts = [...new Set(wrong)].map((name) => `${JSON.stringify(name)} is already in use`);
    problem = { reason: `${what}Conflict`, message: texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]` };
  };
  const take = (key: 'plural' | 'singular' | 'kind' | 'listKind', what: string, used: ReadonlySet<string>) => {
    const wanted = spec.names[key] ?? '';
    if (wanted === accepted[key] || !used.has(wanted)) names = { ...names, [key]: wanted };
    else refuse(what, [wanted]);
  };
  take('plural', 'Plural', taken.resources);
  take('singular', 'Singular', taken.resources);
  const { shortNames = [], categories } = spec.names;
  const wrong = shortNames.filter((name) => !accepted.shortNames?.includes(name) && taken.resources.has(name));
  if (wrong.length > 0) refuse('ShortNames', wrong);
  take('kind', 'Kind', taken.kinds);
  take('listKind', 'ListKind', taken.kinds);
  const short = wrong.length > 0 ? accepted.shortNames : spec.names.shortNames;
  return {
    names: { ...names, ...(short === undefined ? {} : { shortNames: short }), ...(categories === undefined ? {} : { categories }) },
    problem,
  };
}

/** The definition's own names are among them: one that it has in one role it can't have in another. */
function namesTaken(server: Server, group: string): { resources: ReadonlySet<string>; kinds: ReadonlySet<string> } {
  const resources = new Set<string>();
  const kinds = new Set<string>();
  for (const [, object] of scanObjects(server.store, DEFINITIONS, '')) {
    const { spec, status } = object as CustomResourceDefinition;
    if (spec.group !== group || status?.acceptedNames === undefined) continue;
    const { plural, singular, shortNames = [], kind, listKind } = status.acceptedNames;
    for (const text of [plural, singular, ...shortNames]) if (text) resources.add(text);
    for (const text of [kind, listKind]) if (text) kinds.add(text);
  }
  return { resources, kinds };
}

/** Deletes what is left of a definition's objects, and the definition when nothing is. */
function finalize(server: Server, definition: CustomResourceDefinition): void {
  if (!definition.metadata.finalizers?.includes(CLEANUP_FINALIZER)) return;
  const ended = removeInstances(server, definition);
  const current = definitionOf(server, nameOf(definition));
  if (current === undefined) return;
  const isOver = ended !== undefined;
  const at = formatTime(server.now());
  const condition: CustomResourceDefinitionCondition = {
    type: 'Terminating',
    status: isOver ? 'False' : 'True',
    lastTransitionTime: at,
    ...(ended ?? { reason: 'InstanceDeletionInProgress', message: 'CustomResource deletion is in progress' }),
  };
  if (!isOver) return update(server, current, {}, [condition]);
  const status = { ...current.status, conditions: withConditions(current.status?.conditions ?? [], [condition]) };
  const finalizers = (current.metadata.finalizers ?? []).filter((name) => name !== CLEANUP_FINALIZER);
  const last: CustomResourceDefinition = { ...current, metadata: { ...current.metadata, finalizers }, status };
  const definitions = scopeOf(server, customResourceDefinitionKind);
  if (finalizers.length > 0) return void commit(definitions, 'update', last);
  commitRemoval(definitions, last);
  settleDefinitions(server, nameOf(definition));
}

interface Ending {
  readonly reason: string;
  readonly message: string;
}

/** Why nothing is left to wait for; undefined while there is. Objects of built-in kinds are none of a definition's business. */
function removeInstances(server: Server, definition: CustomResourceDefinition): Ending | undefined {
  const name = nameOf(definition);
  if (isBuiltIn(server, name))
    return { reason: 'OverlappingBuiltInResource', message: 'instances overlap with built-in resources in storage' };
  if (!isEstablished(definition)) return { reason: 'NeverEstablished', message: 'resource was never established' };
  const scope = scopeOf(server, storageKind(definition));
  const own = () => Array.from(scanObjects(server.store, name, ''), ([, object]) => object);
  for (const object of own()) if (object.metadata.deletionTimestamp === undefined) remove(scope, object);
  return own().length === 0 ? { reason: 'InstanceDeletionCompleted', message: 'removed all instances' } : undefined;
}

function isBuiltIn(server: Server, resource: string): boolean {
  const known = findResource(server, resource);
  return known !== undefined && known.custom === undefined;
}

function remove(scope: RequestScope, object: KubeObject): void {
  deleteObject(scope, namespaceOf(object), nameOf(object), { propagationPolicy: 'Background' });
}

/** A definition in deletion may serve no version, but its objects are still there. */
function storageKind(definition: CustomResourceDefinition): KindDefinition {
  const version = definition.spec.versions.find(({ storage }) => storage) ?? definition.spec.versions[0];
  if (version === undefined) throw new Error(`${nameOf(definition)} has no version`);
  return customKindOf(definition, version);
}
