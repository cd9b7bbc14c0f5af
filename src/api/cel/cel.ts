/**
 * The Common Expression Language as Kubernetes 1.36 has it: compile an expression against the types of its variables,
 * run it against their values. Texts of errors and costs are those of cel-go.
 */
import { nodesOf, qualifiedName } from './ast.ts';
import { type Checked, type Environment, check } from './checker.ts';
import { type Bindings, type Outcome, run } from './evaluate.ts';
import { type Constants, constantsOf } from './constants.ts';
import { type Library, libraryOf } from './functions.ts';
import { AUTHORIZER } from './library/authorizer.ts';
import { FORMATS } from './library/format.ts';
import { KUBERNETES } from './library/kubernetes.ts';
import { LISTS } from './library/lists.ts';
import { NETWORK } from './library/network.ts';
import { NUMBERS } from './library/numbers.ts';
import { STANDARD } from './library/standard.ts';
import { STRINGS } from './library/strings.ts';
import { TIME } from './library/time.ts';
import { parse } from './parser.ts';
import { printIssues } from './source.ts';
import { type CelType, typeText } from './types.ts';
import { EvaluationError } from './values.ts';
import { brokenPattern, literalIssues } from './validators.ts';

export type { Environment } from './checker.ts';
export type { Bindings, Outcome } from './evaluate.ts';

/** Every function that expressions may call. */
const LIBRARY: Library = libraryOf(...STANDARD, NUMBERS, TIME, STRINGS, ...LISTS, ...KUBERNETES, NETWORK, FORMATS, AUTHORIZER);

/** What one evaluation may cost (apiserver's PerCallLimit). */
export const PER_CALL_LIMIT = 1_000_000;

export interface Compiled {
  readonly checked: Checked;
  readonly constants: Constants;
  /** Type of the result. */
  readonly type: CelType;
}

/** What is wrong with an expression: `compilation` with issues as printed, `ERROR: <input>:1:6: …`, or making a program of it. */
export interface Broken {
  readonly stage: 'compilation' | 'program instantiation';
  readonly errors: string;
}

export function compile(source: string, environment: Environment): Compiled | Broken {
  const { expression, issues } = parse(source);
  if (expression === undefined) return { stage: 'compilation', errors: printIssues(source, issues) };
  const checked = check(expression, environment);
  const found = checked.issues.length > 0 ? checked.issues : literalIssues(checked);
  if (found.length > 0) return { stage: 'compilation', errors: printIssues(source, found) };
  return programOf(checked);
}

/** What can't be computed of literals alone never will be. */
function programOf(checked: Checked): Compiled | Broken {
  const pattern = brokenPattern(checked.expression);
  if (pattern !== undefined) return { stage: 'program instantiation', errors: pattern };
  try {
    return { checked, constants: constantsOf(checked), type: checked.type };
  } catch (error) {
    if (error instanceof EvaluationError) return { stage: 'program instantiation', errors: error.message };
    throw error;
  }
}

export function evaluate(compiled: Compiled, bindings: Bindings, limit: number = PER_CALL_LIMIT): Outcome {
  return run(compiled.checked, compiled.constants, bindings, limit);
}

/** Whether the expression reads the variable. */
export function mentions({ checked }: Compiled, variable: string): boolean {
  for (const node of nodesOf(checked.expression)) if (qualifiedName(node) === variable) return true;
  return false;
}

export function isType({ type }: Compiled, name: string): boolean {
  return typeText(type) === name;
}

export function environmentOf(
  variables: Iterable<readonly [string, CelType]>,
  structType?: (name: string) => CelType | undefined,
): Environment {
  return { library: LIBRARY, variables: new Map(variables), ...(structType === undefined ? {} : { structType }) };
}
