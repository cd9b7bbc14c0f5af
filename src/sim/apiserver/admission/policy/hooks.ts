/** Policies with their bindings, and the parameters of a binding (apiserver's admission/plugin/policy/generic). */
import { matchesSelector, selectorOf } from '../../../../api/labels.ts';
import { type KubeObject, apiVersionOf } from '../../../../api/object.ts';
import type { KindDefinition } from '../../../../api/kind.ts';
import type { MatchResources, ParamKind, ParamRef } from '../../../../api/types.gen.ts';
import { type StoreState, readObject, scanObjects } from '../../../store/store.ts';
import { allKinds } from '../../kinds.ts';
import { type Server, readStored, tableName, viewOf } from '../../server.ts';
import { matchResources } from './matching.ts';
import type { Subject } from './subject.ts';

interface PolicyObject extends KubeObject {
  readonly spec?: { readonly paramKind?: ParamKind; readonly matchConstraints?: MatchResources };
}

interface BindingObject extends KubeObject {
  readonly spec?: { readonly policyName?: string; readonly paramRef?: ParamRef; readonly matchResources?: MatchResources };
}

export interface Hook<P, B> {
  readonly policy: P;
  readonly bindings: readonly B[];
}

/** Whether there is anything of this kind at all; asked for every write. */
export function hasObjects(store: StoreState, resource: string): boolean {
  return (store.tables.get(resource)?.objects.size ?? 0) > 0;
}

/** Policies that have bindings, in the order of their names. */
export function hooksOf<P extends PolicyObject, B extends BindingObject>(
  store: StoreState,
  policies: string,
  bindings: string,
): readonly Hook<P, B>[] {
  const byPolicy = new Map<string, B[]>();
  for (const [, object] of scanObjects(store, bindings, '')) {
    const binding = object as B;
    const name = binding.spec?.policyName ?? '';
    byPolicy.set(name, [...(byPolicy.get(name) ?? []), binding]);
  }
  return [...byPolicy.keys()].toSorted().flatMap((name) => {
    const policy = readObject(store, policies, name) as P | undefined;
    return policy === undefined ? [] : [{ policy, bindings: byPolicy.get(name) ?? [] }];
  });
}

/** A policy that is set up wrongly fails the requests that it is about. */
export class ConfigurationError extends Error {}

export interface Match<B> {
  readonly binding: B;
  readonly matched: KindDefinition;
  /** One run each; undefined for a policy without parameters. */
  readonly params: readonly (KubeObject | undefined)[];
}

/** Tells errors of one binding by `report` and goes on with the next. Throws ConfigurationError for the policy as a whole. */
export function* matchesOf<P extends PolicyObject, B extends BindingObject>(
  subject: Subject,
  { policy, bindings }: Hook<P, B>,
  report: (error: string, binding: B) => void,
): Generator<Match<B>> {
  const { paramKind, matchConstraints } = policy.spec ?? {};
  const matched = matchConstraints === undefined ? undefined : matchResources(subject, matchConstraints);
  if (matched === undefined) return;
  const paramType = paramKind === undefined ? undefined : paramDefinition(subject.scope.server, paramKind);
  for (const binding of bindings) {
    const { matchResources: own, paramRef } = binding.spec ?? {};
    if (own !== undefined && matchResources(subject, own) === undefined) continue;
    const params = paramType === undefined || paramRef === undefined ? NO_PARAMS : paramsOf(subject, paramType, paramRef);
    if (typeof params === 'string') report(params, binding);
    else yield { binding, matched, params };
  }
}

const NO_PARAMS: readonly undefined[] = [undefined];

function paramDefinition(server: Server, { apiVersion = '', kind = '' }: ParamKind): KindDefinition {
  const found = allKinds(server).find(({ type }) => type.kind === kind && apiVersionOf(type) === apiVersion);
  if (found !== undefined) return found;
  const [first = '', second] = apiVersion.split('/');
  const text = second === undefined ? `/${first}, Kind=${kind}` : `${first}/${second}, Kind=${kind}`;
  throw new ConfigurationError(`failed to find resource referenced by paramKind: '${text}'`);
}

/** The parameters, or why there can be none. */
function paramsOf(subject: Subject, kind: KindDefinition, ref: ParamRef): readonly KubeObject[] | string {
  const { name = '', namespace: ownNamespace = '', selector, parameterNotFoundAction: action } = ref;
  if (ownNamespace !== '' && !kind.type.namespaced) return 'paramRef.namespace must not be provided for a cluster-scoped `paramKind`';
  const namespace = kind.type.namespaced ? ownNamespace || subject.namespace : '';
  if (kind.type.namespaced && namespace === '') {
    return 'cannot use namespaced paramRef in policy binding that matches cluster-scoped resources';
  }
  const found =
    name === '' ? selected(subject.scope.server, kind, namespace, selector) : named(subject.scope.server, kind, namespace, name);
  return found.length === 0 && action === 'Deny' ? 'no params found for policy binding with `Deny` parameterNotFoundAction' : found;
}

function named(server: Server, kind: KindDefinition, namespace: string, name: string): readonly KubeObject[] {
  const object = readStored(server, kind, namespace, name);
  return object === undefined ? [] : [object];
}

function selected(server: Server, kind: KindDefinition, namespace: string, labelSelector: ParamRef['selector']): readonly KubeObject[] {
  const selector = selectorOf(labelSelector ?? {});
  const objects = [...scanObjects(server.store, tableName(kind), namespace === '' ? '' : `${namespace}/`)];
  return objects.filter(([, object]) => matchesSelector(selector, object.metadata.labels)).map(([, object]) => viewOf(kind, object));
}
