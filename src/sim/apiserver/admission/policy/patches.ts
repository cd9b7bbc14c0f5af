/** What the mutations of a policy make of an object (apiserver's admission/plugin/policy/mutating/patch). */
import { findingsText } from '../../../../api/apply/validate.ts';
import { mergeOver } from '../../../../api/apply/merge.ts';
import { elementText, fieldElement } from '../../../../api/apply/path-element.ts';
import { type TypedSchema, listOf, recordOf } from '../../../../api/apply/typed-schema.ts';
import { ApiError, failure } from '../../../../api/errors.ts';
import { RETURNS } from '../../../../api/cel/policy.ts';
import { jsonOf } from '../../../../api/cel/json-values.ts';
import { type Value, isList, isMap, itemsOf, valueText } from '../../../../api/cel/values.ts';
import { decodeObject } from '../../../../api/decode.ts';
import type { KubeObject } from '../../../../api/object.ts';
import { PatchError } from '../../../../api/patch/error.ts';
import { applyJsonPatch } from '../../../../api/patch/json.ts';
import type { JsonObject, JsonValue } from '../../../../api/scalars.ts';
import type { Mutation } from '../../../../api/types.gen.ts';
import { schemaOf } from '../../managed-fields/tracking.ts';
import type { ObjectKind } from '../plugin.ts';
import { OutOfBudget, runExpression } from './evaluation.ts';
import { objectKind } from './subject.ts';
import { type Evaluation, POLICY_BUDGET } from './variables.ts';

/** A mutation that can't be made; the policy's failurePolicy says what follows. */
export class MutationError extends Error {}

/** `object` as the kind that the policy matched, changed. Throws MutationError. */
export function mutated(evaluation: Evaluation, mutation: Mutation, object: KubeObject): KubeObject {
  const { patchType, applyConfiguration, jsonPatch } = mutation;
  if (patchType === 'ApplyConfiguration')
    return applied(evaluation, result(evaluation, applyConfiguration?.expression ?? '', patchType), object);
  return patched(evaluation, result(evaluation, jsonPatch?.expression ?? '', patchType), object);
}

function result(evaluation: Evaluation, expression: string, patchType: Mutation['patchType']): Value {
  const returns = patchType === 'ApplyConfiguration' ? RETURNS.applyConfiguration : RETURNS.jsonPatch;
  try {
    const outcome = runExpression(evaluation, expression.trim(), returns, evaluation.declared, { left: POLICY_BUDGET });
    if ('error' in outcome) throw new MutationError(outcome.error);
    return outcome.value;
  } catch (error) {
    throw error instanceof OutOfBudget ? new MutationError(error.message) : error;
  }
}

function applied({ subject, matched }: Evaluation, value: Value, object: KubeObject): KubeObject {
  const wrong = wrongTypes(value, ['Object']);
  if (wrong.length > 0) throw new MutationError(`type mismatch: ${wrong.join('\n')}`);
  const configuration: JsonObject = { ...(jsonOf(value) as JsonObject), apiVersion: object.apiVersion, kind: object.kind };
  const schema = schemaOf(objectKind(subject, matched));
  const findings = findingsText(schema, configuration);
  if (findings !== undefined) throw new MutationError(`error applying patch: failed to convert patch object to typed object: ${findings}`);
  const atomics = atomicsIn(schema, configuration, '');
  if (atomics.length > 0) {
    const what = `may not mutate atomic arrays, maps or structs: ${atomics.join(', ')}`;
    throw new MutationError(`error applying patch: invalid ApplyConfiguration: ${what}`);
  }
  return mergeOver(schema, object as unknown as JsonValue, configuration) as unknown as KubeObject;
}

/** Names of types follow the fields that they are given to: `Object{spec: Object.spec{…}}`. */
function wrongTypes(value: Value, path: readonly string[]): readonly string[] {
  if (isList(value)) return itemsOf(value).flatMap((item) => wrongTypes(item, path));
  if (!isMap(value)) return [];
  if (value.type === undefined) return value.keys().flatMap((key) => wrongTypes(value.find(key) ?? null, path));
  const { name } = value.type;
  const expected = path.join('.');
  const text = `unexpected type name "${name}", expected "${expected}", which matches field name path from root Object type`;
  const inner = value.keys().flatMap((key) => wrongTypes(value.find(key) ?? null, [...path, valueText(key)]));
  return name === expected ? inner : [text, ...inner];
}

/** Paths of what would be replaced as a whole, with all that it holds beside. */
function atomicsIn(schema: TypedSchema, value: JsonValue, path: string): readonly string[] {
  const { map, list } = schema;
  const record = recordOf(value);
  if (record !== undefined && map !== undefined) {
    const inner = Object.entries(record).flatMap(([name, member]) => {
      const type = map.field(name) ?? map.others();
      return type === undefined ? [] : atomicsIn(type, member, path + elementText(fieldElement(name)));
    });
    return map.atomic ? [path, ...inner] : inner;
  }
  const items = listOf(value);
  if (items === undefined || list === undefined) return [];
  const inner = items.flatMap((item, index) => atomicsIn(list.items(), item, `${path}[${index}]`));
  return list.relation === 'atomic' ? [path, ...inner] : inner;
}

function patched({ subject, matched }: Evaluation, value: Value, object: KubeObject): KubeObject {
  const operations = isList(value) ? itemsOf(value).map(operationOf) : [];
  let document: JsonValue;
  try {
    document = applyJsonPatch(object as unknown as JsonValue, operations);
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    // A test that fails means that there is nothing to do.
    if (error.detail.endsWith('test failed')) return object;
    throw new MutationError(`JSON Patch: ${error.detail}`);
  }
  return decoded(document, objectKind(subject, matched));
}

function decoded(document: JsonValue, kind: ObjectKind): KubeObject {
  try {
    return decodeObject(document, kind, 'Strict').object;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw failure(500, 'InternalError', `Internal error occurred: ${error.message}`, { causes: [{ message: error.message }] });
  }
}

function operationOf(value: Value): JsonValue {
  if (!isMap(value)) return null;
  const given = value.find('value');
  const wrong = given === undefined || !isMap(given) || given.type === undefined ? [] : wrongTypes(given, [given.type.name]);
  if (wrong.length > 0) throw new MutationError(`type mismatch: ${wrong.join('\n')}`);
  return jsonOf(value);
}
