/**
 * Expressions of a policy held against the types of what they will meet (apiserver's
 * admission/plugin/policy/validating/typechecking.go). A policy whose expressions don't fit is kept all the same.
 */
import { type FieldType, type ScalarType, fieldsOf } from '../schema.ts';
import type { StructuralSchema } from '../structural/schema.ts';
import type { Variable } from '../types.gen.ts';
import { type Broken, type Compiled, compile, environmentOf } from './cel.ts';
import { unescapeField } from './escape.ts';
import { opaqueType } from './functions.ts';
import { NAMESPACE, REQUEST } from './policy.ts';
import { shapeOf } from './shapes.ts';
import { BOOL, BYTES, type CelType, DOUBLE, DYN, INT, STRING, TIMESTAMP, listType, mapType, objectType } from './types.ts';

export interface PolicyTypes {
  readonly object: CelType;
  /** Undefined for a policy without parameters. */
  readonly params: CelType | undefined;
}

/** What is wrong with the expression, as it is printed; undefined if nothing is. */
export function typeIssues(expression: string, variables: readonly Variable[], { object, params }: PolicyTypes): string | undefined {
  const composed = new Map<string, CelType>();
  const environment = environmentOf([
    ['object', object],
    ['oldObject', object],
    ['namespaceObject', NAMESPACE],
    ['request', REQUEST],
    ['authorizer', opaqueType('authorizer')],
    ...(params === undefined ? [] : [['params', params] as const]),
    ['variables', objectType('kubernetes.variables', (name) => composed.get(name))],
  ]);
  for (const variable of variables) {
    const compiled = compile(variable.expression, environment);
    composed.set(variable.name, 'errors' in compiled ? DYN : compiled.type);
  }
  return issuesOf(compile(expression, environment));
}

function issuesOf(compiled: Compiled | Broken): string | undefined {
  return 'errors' in compiled && compiled.stage === 'compilation' ? compiled.errors : undefined;
}

/** The type of objects whose fields `schema.gen.json` lists. */
export function builtInType(schema: string, name: string): CelType {
  return objectType(name, (field) => {
    const type = fieldsOf(schema).get(unescapeField(field))?.type;
    return type === undefined ? undefined : fieldType(type, `${name}.${field}`);
  });
}

/** Custom resources have the same metadata as all others. */
export function customType(schema: StructuralSchema, name: string): CelType | undefined {
  const shape = shapeOf(schema, name, true);
  if (shape === undefined) return undefined;
  const metadata = builtInType('ObjectMeta', `${name}.metadata`);
  return objectType(name, (field) => (field === 'metadata' ? metadata : shape.type.field?.(field)));
}

/** The document gives quantities and arbitrary values no single type, and what has none is not declared. */
const SCALARS: { readonly [scalar in ScalarType]: CelType | undefined } = {
  string: STRING,
  bytes: BYTES,
  quantity: undefined,
  time: TIMESTAMP,
  microtime: TIMESTAMP,
  intstr: DYN,
  bool: BOOL,
  int32: INT,
  int64: INT,
  double: DOUBLE,
  any: undefined,
};

function fieldType(type: FieldType, name: string): CelType | undefined {
  if (type.form === 'scalar') return SCALARS[type.scalar];
  if (type.form === 'object') return builtInType(type.schema, name);
  const inner = type.form === 'list' ? fieldType(type.items, `${name}.@idx`) : fieldType(type.values, `${name}.@elem`);
  if (inner === undefined) return undefined;
  return type.form === 'list' ? listType(inner) : mapType(STRING, inner);
}
