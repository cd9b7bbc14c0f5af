/** `x-kubernetes-validations` where they are written (apiextensions-apiserver's apis/apiextensions/validation). */
import { type FieldError, forbidden, invalid } from '../field-error.ts';
import type { JsonValue } from '../scalars.ts';
import type { SchemaRule, StructuralSchema } from '../structural/schema.ts';
import { type CompiledRule, SELF_TYPE, compileAll, hasRules, propertyShape } from './compiled-rules.ts';
import { estimateCost } from './estimate.ts';
import { MAX_REQUEST_BYTES, type Shape, shapeOf } from './shapes.ts';

const NO_ERRORS: readonly FieldError[] = [];

/** What is wrong with the rules themselves, when a CustomResourceDefinition is written. */
export function compileRules(schema: StructuralSchema, path: string): readonly FieldError[] {
  const shape = shapeOf(schema, SELF_TYPE, true);
  if (shape === undefined || !hasRules(schema)) return NO_ERRORS;
  const costs: RuleCost[] = [];
  const errors = ruleErrors(costs, { schema, shape, path, uncorrelatable: undefined, cardinality: 1 });
  return [...errors, ...totalErrors(costs, path)];
}

/** A part of a schema. */
interface Part {
  readonly schema: StructuralSchema;
  readonly shape: Shape;
  readonly path: string;
  /** The nearest schema above whose parts nobody can tell apart over time. */
  readonly uncorrelatable: string | undefined;
  /** How often a value of this part may occur in one object; undefined for as often as fits into a request. */
  readonly cardinality: number | undefined;
}

function ruleErrors(costs: RuleCost[], part: Part): readonly FieldError[] {
  const rules = compileAll(part.schema['x-kubernetes-validations'] ?? [], part.shape);
  return [
    ...partsOf(part).flatMap((inside) => ruleErrors(costs, inside)),
    ...rules.flatMap((rule, index) => errorsOf(costs, rule, part, `${part.path}.x-kubernetes-validations[${index}]`)),
  ];
}

function partsOf({ schema, shape, path, uncorrelatable, cardinality }: Part): readonly Part[] {
  const { additionalProperties, properties = {}, items } = schema;
  const parts: Part[] = [];
  const most = multiplied(cardinality, elementsOf(schema));
  if (typeof additionalProperties === 'object' && shape.element !== undefined) {
    parts.push({
      schema: additionalProperties,
      shape: shape.element,
      path: `${path}.additionalProperties`,
      uncorrelatable,
      cardinality: most,
    });
  }
  for (const [name, own] of Object.entries(properties)) {
    const inside = propertyShape(shape, name, own);
    if (inside === undefined) continue;
    parts.push({ schema: own, shape: inside, path: `${path}.properties[${name}]`, uncorrelatable, cardinality: most });
  }
  if (items !== undefined && shape.element !== undefined) {
    const told = schema['x-kubernetes-list-type'] === 'map' ? uncorrelatable : path;
    parts.push({ schema: items, shape: shape.element, path: `${path}.items`, uncorrelatable: told, cardinality: most });
  }
  return parts;
}

/** How many values a schema may hold at each of its places; undefined when it says nothing. */
function elementsOf({ type, additionalProperties, maxProperties, maxItems }: StructuralSchema): number | undefined {
  if (type === 'array') return maxItems;
  return type === 'object' && additionalProperties !== undefined ? maxProperties : 1;
}

function multiplied(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a * Math.max(0, b);
}

function errorsOf(
  costs: RuleCost[],
  compiled: CompiledRule,
  { shape, uncorrelatable, cardinality }: Part,
  path: string,
): readonly FieldError[] {
  const { rule, program, message, error, messageError, usesOldSelf } = compiled;
  const times = cardinality ?? Math.floor(MAX_REQUEST_BYTES / (shape.minSize + 1));
  const errors: FieldError[] = [];
  if (program !== undefined)
    errors.push(...costErrors(costs, 'estimated rule cost', estimateCost(program.checked, shape).max * times, `${path}.rule`));
  if (error !== undefined) errors.push(invalid(`${path}.rule`, internalRule(rule), error));
  if (messageError !== undefined) errors.push(invalid(`${path}.messageExpression`, internalRule(rule), messageError));
  else if (message !== undefined) {
    const cost = estimateCost(message.checked, shape).max;
    errors.push(...costErrors(costs, 'estimated messageExpression cost', cost, `${path}.messageExpression`));
  }
  if (usesOldSelf && uncorrelatable !== undefined) {
    const why = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${uncorrelatable}`;
    errors.push(invalid(`${path}.rule`, rule.rule, why));
  } else if (!usesOldSelf && rule.optionalOldSelf !== undefined) {
    errors.push(invalid(`${path}.optionalOldSelf`, rule.optionalOldSelf, 'may not be set if oldSelf is not used in rule'));
  }
  return errors;
}

interface RuleCost {
  readonly path: string;
  readonly cost: number;
}

const RULE_LIMIT = 10_000_000;
const TOTAL_LIMIT = 100_000_000;
const ADVICE = 'try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared';

function costErrors(costs: RuleCost[], what: string, cost: number, path: string): readonly FieldError[] {
  costs.push({ path, cost });
  return cost > RULE_LIMIT ? [forbidden(path, excessText(what, cost, RULE_LIMIT))] : NO_ERRORS;
}

function excessText(what: string, cost: number, limit: number): string {
  const factor = cost / limit;
  const text = factor > 100 ? 'more than 100' : factor.toFixed(factor < 1.5 ? 6 : 1);
  return `${what} exceeds budget by factor of ${text}x (${ADVICE})`;
}

const NAMED = 4;

/** Rules that are each small enough may be too much together; the worst of them are named. */
function totalErrors(costs: readonly RuleCost[], path: string): readonly FieldError[] {
  const total = costs.reduce((sum, { cost }) => sum + cost, 0);
  if (total <= TOTAL_LIMIT) return NO_ERRORS;
  const worst = costs.filter(({ cost }) => cost >= TOTAL_LIMIT / 100).toSorted((a, b) => b.cost - a.cost);
  const contributed = 'contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema';
  const whole = excessText('x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema', total, TOTAL_LIMIT);
  return [...worst.slice(0, NAMED).map((each) => forbidden(each.path, contributed)), forbidden(path, whole)];
}

/** As Kubernetes' internal type prints. */
function internalRule(rule: SchemaRule): JsonValue {
  return {
    Rule: rule.rule,
    Message: rule.message ?? '',
    MessageExpression: rule.messageExpression ?? '',
    Reason: rule.reason ?? null,
    FieldPath: rule.fieldPath ?? '',
    OptionalOldSelf: rule.optionalOldSelf ?? null,
  };
}
