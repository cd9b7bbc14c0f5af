/** What expressions of admission policies and webhooks may say (apiserver's admission/plugin/cel/compile.go, composition.go). */
import { type Compiled, compile, environmentOf } from './cel.ts';
import { opaqueType } from './functions.ts';
import { type CelType, BOOL, DYN, INT, STRING, TIMESTAMP, isSameType, listType, mapType, NULL, objectType, typeText } from './types.ts';

/** Which variables there are beside object, oldObject, request and namespaceObject. */
export interface PolicyVariables {
  readonly params: boolean;
  readonly authorizer: boolean;
  /** `Object{…}` and `JSONPatch{…}` can be built. */
  readonly patchTypes?: boolean;
  /** Types of the policy's own variables that stand before the expression; absent where they can't be used. */
  readonly composed?: ReadonlyMap<string, CelType>;
}

const fieldsType = (name: string, fields: Readonly<Record<string, CelType>>): CelType =>
  objectType(name, (field) => (Object.hasOwn(fields, field) ? fields[field] : undefined));
const named = (names: string, type: CelType): Readonly<Record<string, CelType>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, type]));

const TEXTS = listType(STRING);
const KIND = fieldsType('kubernetes.GroupVersionKind', named('group version kind', STRING));
const RESOURCE = fieldsType('kubernetes.GroupVersionResource', named('group version resource', STRING));
const USER = fieldsType('kubernetes.UserInfo', { username: STRING, uid: STRING, groups: TEXTS, extra: mapType(STRING, TEXTS) });
export const REQUEST = fieldsType('kubernetes.AdmissionRequest', {
  ...named('subResource requestSubResource name namespace operation', STRING),
  kind: KIND,
  requestKind: KIND,
  resource: RESOURCE,
  requestResource: RESOURCE,
  userInfo: USER,
  dryRun: BOOL,
  options: DYN,
});

const CONDITION = fieldsType('kubernetes.NamespaceCondition', {
  ...named('status type message reason', STRING),
  lastTransitionTime: TIMESTAMP,
});
export const NAMESPACE = fieldsType('kubernetes.Namespace', {
  metadata: fieldsType('kubernetes.NamespaceMetadata', {
    ...named('name generateName namespace UID resourceVersion', STRING),
    ...named('labels annotations', mapType(STRING, STRING)),
    ...named('creationTimestamp deletionTimestamp', TIMESTAMP),
    ...named('deletionGracePeriodSeconds generation', INT),
    finalizers: TEXTS,
  }),
  spec: fieldsType('kubernetes.NamespaceSpec', { finalizers: TEXTS }),
  status: fieldsType('kubernetes.NamespaceStatus', { conditions: listType(CONDITION), phase: STRING }),
});

const JSON_PATCH = fieldsType('JSONPatch', { ...named('op from path', STRING), value: DYN });

/** `Object.spec.template` is the type of that field of whatever object is admitted. */
function patchType(name: string): CelType | undefined {
  if (name === 'JSONPatch') return JSON_PATCH;
  return name === 'Object' || name.startsWith('Object.') ? objectType(name, () => DYN) : undefined;
}

export const OBJECT: CelType = objectType('Object', () => DYN);

/** What an expression may give: the types of the real server's accessors. */
export const RETURNS = {
  bool: [BOOL],
  string: [STRING],
  auditAnnotation: [STRING, NULL],
  applyConfiguration: [OBJECT],
  jsonPatch: [listType(JSON_PATCH)],
  anything: undefined,
} as const satisfies Readonly<Record<string, readonly CelType[] | undefined>>;

const COMPILED = new Map<string, PolicyExpression>();
const LIMIT = 2000;

export type PolicyExpression = Compiled | { readonly error: string };

/** Compiled, or the error's text: `compilation failed: ERROR: …`, `must evaluate to bool but got int`. */
export function compilePolicyExpression(
  expression: string,
  returns: readonly CelType[] | undefined,
  variables: PolicyVariables,
): PolicyExpression {
  const composed = [...(variables.composed ?? [])].map(([name, type]) => `${name}:${typeText(type)}`);
  const flags = [variables.params, variables.authorizer, variables.patchTypes ?? false, variables.composed !== undefined];
  const key = JSON.stringify([expression, returns?.map(typeText), flags, composed]);
  const known = COMPILED.get(key);
  if (known !== undefined) return known;
  if (COMPILED.size >= LIMIT) COMPILED.clear();
  const fresh = compileFresh(expression, returns, variables);
  COMPILED.set(key, fresh);
  return fresh;
}

function compileFresh(expression: string, returns: readonly CelType[] | undefined, variables: PolicyVariables): PolicyExpression {
  const compiled = compile(expression, environmentOf(declared(variables), variables.patchTypes ? patchType : undefined));
  if ('errors' in compiled) return { error: `${compiled.stage} failed: ${compiled.errors}` };
  if (returns === undefined || returns.some((type) => isSameType(type, compiled.type))) return compiled;
  const texts = returns.map(goText);
  const wanted = texts.length === 1 ? (texts[0] ?? '') : `one of [${texts.join(' ')}]`;
  return { error: `must evaluate to ${wanted} but got ${goText(compiled.type)}` };
}

function goText(type: CelType): string {
  return type.kind === 'null' ? 'null_type' : typeText(type);
}

function declared({ params, authorizer, composed }: PolicyVariables): readonly (readonly [string, CelType])[] {
  return [
    ['object', DYN],
    ['oldObject', DYN],
    ['namespaceObject', NAMESPACE],
    ['request', REQUEST],
    ...(params ? ([['params', DYN]] as const) : []),
    ...(authorizer
      ? ([
          ['authorizer', opaqueType('authorizer')],
          ['authorizer.requestResource', opaqueType('resourceCheck')],
        ] as const)
      : []),
    ...(composed === undefined ? [] : [['variables', objectType('kubernetes.variables', (name) => composed.get(name))] as const]),
  ];
}
