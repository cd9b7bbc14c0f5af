/** Rules of schemas made ready to run, once for each schema (apiserver's apiextensions cel/compilation.go). */
import type { SchemaRule, StructuralSchema } from '../structural/schema.ts';
import { type Compiled, compile, environmentOf, isType, mentions } from './cel.ts';
import { type Shape, shapeOf } from './shapes.ts';
import { optionalType } from './types.ts';

export interface CompiledRule {
  readonly rule: SchemaRule;
  readonly program?: Compiled;
  readonly error?: string;
  readonly message?: Compiled;
  readonly messageError?: string;
  readonly usesOldSelf: boolean;
}

/** A schema with rules in it or below it. */
export interface RuleNode {
  readonly schema: StructuralSchema;
  readonly shape: Shape | undefined;
  readonly rules: readonly CompiledRule[];
  readonly properties: ReadonlyMap<string, RuleNode>;
  readonly additional: RuleNode | undefined;
  readonly items: RuleNode | undefined;
  readonly allOf: readonly RuleNode[];
}

const COMPILED = new WeakMap<StructuralSchema, RuleNode | 'none'>();

/** `isRoot` for schemas of whole objects, whose metadata is known without being declared. */
export function compiledSchema(schema: StructuralSchema, isRoot: boolean): RuleNode | undefined {
  const known = COMPILED.get(schema);
  if (known !== undefined) return known === 'none' ? undefined : known;
  const node = hasRules(schema) ? nodeOf(schema, schema, shapeOf(schema, SELF_TYPE, isRoot)) : undefined;
  COMPILED.set(schema, node ?? 'none');
  return node;
}

/** Type names of a real server end in a number of its clock, so that nobody can write them. */
export const SELF_TYPE = 'selfType1';

export function hasRules(schema: StructuralSchema): boolean {
  if ((schema['x-kubernetes-validations']?.length ?? 0) > 0) return true;
  const { items, additionalProperties, properties = {}, allOf = [] } = schema;
  const inner = [...Object.values(properties), ...allOf, ...(items === undefined ? [] : [items])];
  return inner.some(hasRules) || (typeof additionalProperties === 'object' && hasRules(additionalProperties));
}

/** `rules` is the schema that carries the rules, `schema` the one that says what values look like; they differ inside `allOf`. */
function nodeOf(rules: StructuralSchema, schema: StructuralSchema, shape: Shape | undefined): RuleNode | undefined {
  if (shape === undefined) return undefined;
  const node: RuleNode = {
    schema,
    shape,
    rules: compileAll(rules['x-kubernetes-validations'] ?? [], shape),
    properties: propertyNodes(rules, schema, shape),
    additional: additionalNode(rules, schema, shape),
    items: rules.items && schema.items ? nodeOf(rules.items, schema.items, shape.element) : undefined,
    allOf: (rules.allOf ?? []).flatMap((part) => nodeOf(part, schema, shape) ?? []),
  };
  const isEmpty = node.rules.length === 0 && node.properties.size === 0 && node.allOf.length === 0;
  return isEmpty && node.additional === undefined && node.items === undefined ? undefined : node;
}

function propertyNodes(rules: StructuralSchema, schema: StructuralSchema, shape: Shape): ReadonlyMap<string, RuleNode> {
  const nodes = new Map<string, RuleNode>();
  for (const [name, part] of Object.entries(rules.properties ?? {})) {
    const own = schema.properties?.[name];
    const inner = own === undefined ? undefined : propertyShape(shape, name, own);
    const node = own === undefined ? undefined : nodeOf(part, own, inner);
    if (node !== undefined) nodes.set(name, node);
  }
  return nodes;
}

function additionalNode(rules: StructuralSchema, schema: StructuralSchema, shape: Shape): RuleNode | undefined {
  const { additionalProperties: part } = rules;
  const { additionalProperties: own } = schema;
  return typeof part === 'object' && typeof own === 'object' ? nodeOf(part, own, shape.element) : undefined;
}

/** A field that expressions can't name has a type of its own all the same. */
export function propertyShape(shape: Shape, name: string, schema: StructuralSchema): Shape | undefined {
  return shapeOf(schema, `${shape.type.name}.${name}`, false);
}

const RULES = new WeakMap<readonly SchemaRule[], readonly CompiledRule[]>();

export function compileAll(rules: readonly SchemaRule[], shape: Shape): readonly CompiledRule[] {
  const known = RULES.get(rules);
  if (known !== undefined) return known;
  const compiled = rules.map((rule) => compileRule(rule, shape));
  RULES.set(rules, compiled);
  return compiled;
}

function compileRule(rule: SchemaRule, { type }: Shape): CompiledRule {
  const old = rule.optionalOldSelf ? optionalType(type) : type;
  const environment = environmentOf([
    ['self', type],
    ['oldSelf', old],
  ]);
  if (rule.rule.trim() === '') return { rule, usesOldSelf: false };
  const program = compile(rule.rule, environment);
  if ('errors' in program) return { rule, usesOldSelf: false, error: `${program.stage} failed: ${program.errors}` };
  if (!isType(program, 'bool')) return { rule, usesOldSelf: false, error: 'cel expression must evaluate to a bool' };
  const compiled = { rule, program, usesOldSelf: mentions(program, 'oldSelf') };
  if (!rule.messageExpression) return compiled;
  const message = compile(rule.messageExpression, environment);
  if ('errors' in message) {
    const stage = message.stage === 'compilation' ? message.stage : 'instantiation';
    return { ...compiled, messageError: `messageExpression ${stage} failed: ${message.errors}` };
  }
  return isType(message, 'string')
    ? { ...compiled, message }
    : { ...compiled, messageError: 'messageExpression must evaluate to a string' };
}
