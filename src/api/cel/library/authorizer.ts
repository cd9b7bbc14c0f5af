/** Questions about permissions: `authorizer.group('apps').resource('deployments').check('create').allowed()` (cel/library/authz.go). */
import { nameIsDnsLabel, nameIsDnsSubdomain } from '../../names.ts';
import { type Declarations, opaqueType } from '../functions.ts';
import { type OpaqueValue, type Value, evaluationError, stringOf } from '../values.ts';

export interface AccessQuestion {
  readonly verb: string;
  /** A path that is no resource's. */
  readonly path?: string;
  readonly group?: string;
  readonly resource?: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly fieldSelector?: string;
  readonly labelSelector?: string;
  /** Asked for a service account instead of the one who sent the request. */
  readonly serviceAccount?: { readonly namespace: string; readonly name: string };
}

export interface AccessDecision {
  readonly allowed: boolean;
  readonly reason: string;
  readonly error?: string;
}

export type Authorize = (question: AccessQuestion) => AccessDecision;

interface Asking {
  readonly authorize: Authorize;
  readonly question: Omit<AccessQuestion, 'verb'>;
}

function asking(type: string, data: Asking | AccessDecision): OpaqueValue {
  return { kind: 'opaque', type: opaqueType(type), data, text: type, equals: (other) => other.data === data };
}

export function authorizerValue(authorize: Authorize): Value {
  return asking('authorizer', { authorize, question: {} });
}

/** `authorizer.requestResource`: what the request is about. */
export function resourceCheckValue(authorize: Authorize, question: Omit<AccessQuestion, 'verb'>): Value {
  return asking('resourceCheck', { authorize, question });
}

const askingOf = (value: Value | undefined): Asking => (value as OpaqueValue).data as Asking;
const decisionOf = (value: Value | undefined): AccessDecision => (value as OpaqueValue).data as AccessDecision;

function refined(type: string, field: string, required?: string): (args: readonly Value[]) => Value {
  return ([target, value]) => {
    if (required !== undefined && stringOf(value).trim() === '') throw evaluationError(`${required} must not be empty`);
    const { authorize, question } = askingOf(target);
    return asking(type, { authorize, question: { ...question, [field]: stringOf(value) } });
  };
}

function check([target, verb]: readonly Value[]): Value {
  const { authorize, question } = askingOf(target);
  return asking('decision', authorize({ ...question, verb: stringOf(verb) }));
}

function serviceAccount([target, namespace, name]: readonly Value[]): Value {
  if (nameIsDnsSubdomain(stringOf(name), false).length > 0) throw evaluationError('Invalid service account name');
  if (nameIsDnsLabel(stringOf(namespace), false).length > 0) throw evaluationError('Invalid service account namespace');
  const { authorize, question } = askingOf(target);
  return asking('authorizer', {
    authorize,
    question: { ...question, serviceAccount: { namespace: stringOf(namespace), name: stringOf(name) } },
  });
}

/** Allows for two checks in one expression. */
const CHECK_COST = 350_000;
const selectorCost = ([, text]: readonly Value[]): number => Math.ceil(10 + 25.1 * stringOf(text).length);

export const AUTHORIZER: Declarations = {
  'authorizer.path(string): pathCheck': refined('pathCheck', 'path', 'path'),
  'authorizer.group(string): groupCheck': refined('groupCheck', 'group'),
  'authorizer.serviceAccount(string, string): authorizer': serviceAccount,
  'groupCheck.resource(string): resourceCheck': refined('resourceCheck', 'resource', 'resource'),
  'resourceCheck.subresource(string): resourceCheck': refined('resourceCheck', 'subresource'),
  'resourceCheck.namespace(string): resourceCheck': refined('resourceCheck', 'namespace'),
  'resourceCheck.name(string): resourceCheck': refined('resourceCheck', 'name'),
  'resourceCheck.fieldSelector(string): resourceCheck': [refined('resourceCheck', 'fieldSelector'), selectorCost],
  'resourceCheck.labelSelector(string): resourceCheck': [refined('resourceCheck', 'labelSelector'), selectorCost],
  'pathCheck.check(string): decision': [check, () => CHECK_COST],
  'resourceCheck.check(string): decision': [check, () => CHECK_COST],
  'decision.errored(): bool': ([a]) => decisionOf(a).error !== undefined,
  'decision.error(): string': ([a]) => decisionOf(a).error ?? '',
  'decision.allowed(): bool': ([a]) => decisionOf(a).allowed,
  'decision.reason(): string': ([a]) => decisionOf(a).reason,
};
