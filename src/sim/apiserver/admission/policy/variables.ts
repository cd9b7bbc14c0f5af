/** The values that expressions of policies and webhooks see (apiserver's admission/plugin/cel/activation.go, condition.go). */
import { authorizerValue, resourceCheckValue, type AccessQuestion, type Authorize } from '../../../../api/cel/library/authorizer.ts';
import { type Bindings, PER_CALL_LIMIT, evaluate } from '../../../../api/cel/cel.ts';
import { dynamicValue } from '../../../../api/cel/json-values.ts';
import { type PolicyVariables, RETURNS, compilePolicyExpression } from '../../../../api/cel/policy.ts';
import { type CelType, DYN } from '../../../../api/cel/types.ts';
import { type MapValue, type Value, evaluationError } from '../../../../api/cel/values.ts';
import type { KindDefinition } from '../../../../api/kind.ts';
import type { KubeObject } from '../../../../api/object.ts';
import type { JsonObject, JsonValue } from '../../../../api/scalars.ts';
import type { Variable } from '../../../../api/types.gen.ts';
import type { Identity } from '../../../kernel/command.ts';
import { groupsOf } from '../../authentication/service-account.ts';
import { authorize, identityOf } from '../../authorization/authorize.ts';
import type { ObjectKind } from '../plugin.ts';
import { type Subject, namespaceObjectOf, objectKind, shownAs } from './subject.ts';

/** What the expressions of one policy may cost together. */
export const POLICY_BUDGET = 10_000_000;
/** The same for match conditions. */
export const CONDITIONS_BUDGET = 2_500_000;

/** One policy looking at one request with one set of parameters. */
export interface Evaluation {
  readonly subject: Subject;
  /** The kind that the policy asked for. */
  readonly matched: KindDefinition;
  readonly declared: PolicyVariables;
  readonly bindings: Bindings;
  /** Spent on the policy's own variables, to be charged to the expression that asked for them. */
  spent: number;
}

/** `object` stands for the request's when mutations have changed it on the way. */
export function evaluationOf(
  subject: Subject,
  matched: KindDefinition,
  spec: { readonly paramKind?: unknown; readonly variables?: readonly Variable[] },
  params: KubeObject | undefined,
  patchTypes = false,
): Evaluation {
  const variables = spec.variables ?? [];
  const base: PolicyVariables = { params: spec.paramKind !== undefined, authorizer: true };
  const composed = variables.length === 0 && !patchTypes ? undefined : composedTypes(variables, base);
  const declared = { ...base, patchTypes, ...(composed === undefined ? {} : { composed }) };
  const values = new Map<string, Value>();
  const evaluation: Evaluation = {
    subject,
    matched,
    declared,
    spent: 0,
    bindings: (name) => {
      const known = values.get(name);
      if (known !== undefined) return known;
      const value = name === 'variables' ? composedValue(evaluation, variables, base) : valueOf(subject, matched, params, name);
      if (value !== undefined) values.set(name, value);
      return value;
    },
  };
  return evaluation;
}

function composedTypes(variables: readonly Variable[], base: PolicyVariables): ReadonlyMap<string, CelType> {
  const composed = new Map<string, CelType>();
  for (const { name, expression } of variables) {
    const compiled = compilePolicyExpression(expression, RETURNS.anything, { ...base, composed: new Map(composed) });
    composed.set(name, 'error' in compiled ? DYN : compiled.type);
  }
  return composed;
}

/** `variables`: each is computed when it is first asked for, seeing those before it. */
function composedValue(evaluation: Evaluation, variables: readonly Variable[], base: PolicyVariables): MapValue {
  const known = new Map<string, Value>();
  return {
    kind: 'map',
    size: variables.length,
    keys: () => variables.map(({ name }) => name),
    find: (key) => {
      const index = variables.findIndex(({ name }) => name === key);
      const variable = variables[index];
      if (variable === undefined) return undefined;
      const value =
        known.get(variable.name) ?? computed(evaluation, variable, { ...base, composed: composedTypes(variables.slice(0, index), base) });
      known.set(variable.name, value);
      return value;
    },
  };
}

function computed(evaluation: Evaluation, { name, expression }: Variable, declared: PolicyVariables): Value {
  const compiled = compilePolicyExpression(expression, RETURNS.anything, declared);
  if ('error' in compiled) throw evaluationError(`composited variable "${name}" fails to compile: ${compiled.error}`);
  const outcome = evaluate(compiled, evaluation.bindings, PER_CALL_LIMIT);
  evaluation.spent += outcome.cost;
  if ('error' in outcome) throw evaluationError(`composited variable "${name}" fails to evaluate: ${outcome.error}`);
  return outcome.value;
}

function valueOf(subject: Subject, matched: KindDefinition, params: KubeObject | undefined, name: string): Value | undefined {
  const { object, old } = subject;
  const shown = (each: KubeObject | undefined): Value => (each === undefined ? null : objectValue(shownAs(subject, each, matched)));
  switch (name) {
    case 'object':
      return shown(object);
    case 'oldObject':
      return shown(old);
    case 'params':
      return params === undefined ? null : objectValue(params);
    case 'namespaceObject':
      return namespaceValue(subject);
    case 'request':
      return dynamicValue(admissionRequest(subject, matched));
    case 'authorizer':
      return authorizerValue(asker(subject));
    case 'authorizer.requestResource':
      return resourceCheckValue(asker(subject), requestedResource(subject));
    default:
      return undefined;
  }
}

export function objectValue(object: KubeObject): Value {
  return dynamicValue(object as unknown as JsonValue);
}

/** Without managers and owners, which expressions can't name. */
function namespaceValue(subject: Subject): Value {
  const namespace = namespaceObjectOf(subject);
  if (namespace === undefined) return null;
  const { managedFields: _managed, ownerReferences: _owners, ...metadata } = namespace.metadata;
  return objectValue({ ...namespace, metadata });
}

/** AdmissionRequest without the objects, which are variables of their own. */
function admissionRequest(subject: Subject, matched: KindDefinition): JsonObject {
  const { scope, attributes, name, namespace, operation } = subject;
  const { user, groups, uid, extra } = identityOf(scope.requester);
  const { subresource, options } = attributes;
  return {
    uid: '',
    kind: kindJson(objectKind(subject, matched)),
    resource: resourceJson(matched),
    ...(subresource === '' ? {} : { subResource: subresource }),
    requestKind: kindJson(objectKind(subject, scope.kind)),
    requestResource: resourceJson(scope.kind),
    ...(subresource === '' ? {} : { requestSubResource: subresource }),
    ...(name === '' ? {} : { name }),
    ...(namespace === '' ? {} : { namespace }),
    operation,
    userInfo: { username: user, groups, ...(uid === undefined ? {} : { uid }), ...(extra === undefined ? {} : { extra }) },
    object: null,
    oldObject: null,
    dryRun: scope.dryRun,
    options: options ?? OPTIONS[operation],
  };
}

const meta = (kind: string): JsonObject => ({ kind, apiVersion: 'meta.k8s.io/v1' });
const OPTIONS: Readonly<Record<Subject['operation'], JsonValue>> = {
  CREATE: meta('CreateOptions'),
  UPDATE: meta('UpdateOptions'),
  DELETE: meta('DeleteOptions'),
  CONNECT: null,
};

function kindJson({ type: { group, version, kind } }: ObjectKind): JsonObject {
  return { group, version, kind };
}

function resourceJson({ type: { group, version, resource } }: KindDefinition): JsonObject {
  return { group, version, resource };
}

function asker({ scope }: Subject): Authorize {
  return ({ verb, path, serviceAccount, group = '', resource = '', subresource = '', namespace = '', name = '' }) => {
    const who = serviceAccount === undefined ? identityOf(scope.requester) : serviceAccountIdentity(serviceAccount);
    const access = path === undefined ? { verb, group, resource, subresource, namespace, name, fields: [] } : { verb, path };
    return authorize(scope.server, who, access);
  };
}

function serviceAccountIdentity({ namespace, name }: NonNullable<AccessQuestion['serviceAccount']>): Identity {
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: [...groupsOf(namespace), 'system:authenticated'],
  };
}

function requestedResource({ scope, attributes, namespace, name }: Subject): Omit<AccessQuestion, 'verb'> {
  const { group, resource } = scope.kind.type;
  return { group, resource, subresource: attributes.subresource, namespace, name };
}
