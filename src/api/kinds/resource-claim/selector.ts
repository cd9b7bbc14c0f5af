/** Expressions that choose devices (k8s.io/dynamic-resource-allocation/cel). They are checked; nothing is allocated by them. */
import { compile, environmentOf } from '../../cel/cel.ts';
import { opaqueType } from '../../cel/functions.ts';
import { BOOL, type CelType, DYN, STRING, isDynOrError, isSameType, mapType, objectType, typeText } from '../../cel/types.ts';

/** By domain, then by identifier. */
const named = (value: CelType): CelType => mapType(STRING, mapType(STRING, value));

const FIELDS: { readonly [field: string]: CelType } = {
  driver: STRING,
  allowMultipleAllocations: BOOL,
  attributes: named(DYN),
  capacity: named(opaqueType('quantity')),
};

const ENVIRONMENT = environmentOf([['device', objectType('DRADevice', (field) => FIELDS[field])]]);

/** What is wrong with an expression. */
export function selectorFault(expression: string): string | undefined {
  const compiled = compile(expression, ENVIRONMENT);
  if ('errors' in compiled) return `${compiled.stage} failed: ${compiled.errors}`;
  if (isSameType(compiled.type, BOOL) || isDynOrError(compiled.type)) return undefined;
  return `must evaluate to bool or the unknown type, not ${typeText(compiled.type)}`;
}
