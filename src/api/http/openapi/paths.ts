/** Operations in the form of either document. What all operations of a path have in common stands at the path. */
import { META, withReferencesV3 } from './definitions.ts';
import type { Answer, JsonObject, JsonValue, OpenApiVersion, Operation, Parameter, Prose } from './types.ts';

export function pathsOf(operations: readonly Operation[], form: OpenApiVersion, prose: Prose | undefined): JsonObject {
  const byPath = new Map<string, Operation[]>();
  for (const operation of operations) byPath.set(operation.path, [...(byPath.get(operation.path) ?? []), operation]);
  const paths = [...byPath].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(paths.map(([path, ofPath]) => [path, pathItem(ofPath, form, prose)]));
}

function pathItem(operations: readonly Operation[], form: OpenApiVersion, prose: Prose | undefined): JsonObject {
  const common = (operations[0]?.parameters ?? []).filter(({ key }) =>
    operations.every(({ parameters }) => parameters.some((other) => other.key === key)),
  );
  const isCommon = ({ key }: Parameter) => common.some((other) => other.key === key);
  const methods = operations.map((operation) => {
    const own = operation.parameters.filter((parameter) => !isCommon(parameter));
    return [operation.method, form === 2 ? operationV2(operation, own, prose) : operationV3(operation, own, prose)];
  });
  const shown = parametersOf(common, form, prose);
  return { ...(Object.fromEntries(methods) as JsonObject), ...(shown.length === 0 ? {} : { parameters: shown }) };
}

function parametersOf(parameters: readonly Parameter[], form: OpenApiVersion, prose: Prose | undefined): readonly JsonValue[] {
  const sorted = parameters.toSorted((a, b) => (a.name === b.name ? (a.in < b.in ? -1 : 1) : a.name < b.name ? -1 : 1));
  return sorted.map((parameter) => (form === 2 ? referenceV2(parameter, prose) : parameterV3(parameter, prose)));
}

/** Shared parameters are named, others stand where they are used. */
function referenceV2(parameter: Parameter, prose: Prose | undefined): JsonObject {
  return parameter.key === parameter.name ? parameterV2(parameter, prose) : { $ref: `#/parameters/${parameter.key}` };
}

export function parameterV2(parameter: Parameter, prose: Prose | undefined): JsonObject {
  const { name, in: place, type } = parameter;
  return { uniqueItems: true, type, ...described(parameter, prose), name, in: place, ...(place === 'path' ? { required: true } : {}) };
}

function parameterV3(parameter: Parameter, prose: Prose | undefined): JsonObject {
  const { name, in: place, type } = parameter;
  const required = place === 'path' ? { required: true } : {};
  return { name, in: place, ...described(parameter, prose), ...required, schema: { type, uniqueItems: true } };
}

function described({ key, description }: Parameter, prose: Prose | undefined): JsonObject {
  const text = description ?? prose?.parameters[key];
  return text === undefined ? {} : { description: text };
}

/** Bodies that many operations take are shared. */
export const SHARED_BODIES: ReadonlyMap<string, string> = new Map([
  [`${META}.DeleteOptions`, 'body-2Y1dVQaQ'],
  [`${META}.Patch`, 'body-78PwaGsr'],
]);

function operationV2(operation: Operation, own: readonly Parameter[], prose: Prose | undefined): JsonObject {
  const { description, consumes, produces, tag, id, body, answers } = operation;
  const shared = SHARED_BODIES.get(body?.definition ?? '');
  const given =
    body === undefined ? [] : [shared === undefined ? bodyV2(body.definition, body.required) : { $ref: `#/parameters/${shared}` }];
  const parameters = [...given, ...parametersOf(own, 2, prose)];
  return {
    description,
    ...(consumes.length === 0 ? {} : { consumes }),
    produces,
    schemes: ['https'],
    tags: [tag],
    operationId: id,
    ...(parameters.length === 0 ? {} : { parameters }),
    responses: Object.fromEntries(answers.map((answer) => [answer.code, answerV2(answer)])),
    ...marksOf(operation),
  };
}

export function bodyV2(definition: string, required: boolean): JsonObject {
  return { name: 'body', in: 'body', ...(required ? { required } : {}), schema: schemaOf(definition) };
}

function answerV2({ description, definition }: Answer): JsonObject {
  return { description, ...(definition === undefined ? {} : { schema: schemaOf(definition) }) };
}

function schemaOf(definition: string): JsonObject {
  return definition === 'string' ? { type: 'string' } : { $ref: `#/definitions/${definition}` };
}

function operationV3(operation: Operation, own: readonly Parameter[], prose: Prose | undefined): JsonObject {
  const { tag, description, id, consumes, produces, body, answers } = operation;
  const parameters = parametersOf(own, 3, prose);
  return {
    tags: [tag],
    description,
    operationId: id,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { content: contentOf(body.definition, consumes), ...(body.required ? { required: true } : {}) } }),
    responses: Object.fromEntries(answers.map((answer) => [answer.code, answerV3(answer, produces)])),
    ...marksOf(operation),
  };
}

function answerV3({ description, definition }: Answer, produces: readonly string[]): JsonObject {
  return { description, ...(definition === undefined ? {} : { content: contentOf(definition, produces) }) };
}

function contentOf(definition: string, mediaTypes: readonly string[]): JsonObject {
  const schema = withReferencesV3(schemaOf(definition));
  return Object.fromEntries(mediaTypes.toSorted().map((type) => [type, { schema }]));
}

function marksOf({ action, kind }: Operation): JsonObject {
  if (action === undefined || kind === undefined) return {};
  const { group, version, kind: name } = kind;
  return { 'x-kubernetes-action': action, 'x-kubernetes-group-version-kind': { group, kind: name, version } };
}
