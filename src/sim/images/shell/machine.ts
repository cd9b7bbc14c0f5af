/** Runs compiled scripts. The state of a running script is plain data; what it sees of the world is handed in. */
import type { Instruction, Script, Word } from '../image.ts';
import { type CommandResult, type OpenPort, runCommand } from './commands.ts';
import { compileScript, plainWord } from './compiler.ts';

export interface ScriptState {
  /** Index of the next instruction. */
  at: number;
  /** Exit status of the last command. */
  status: number;
  readonly variables: Map<string, string>;
  /** Index of the next value of each `for`. */
  readonly slots: number[];
  /** What is known of files: made (true) or removed (false). */
  readonly files: Map<string, boolean>;
  /** A line of its output that has not come to its end. */
  line: string;
  /** What went into a pipe. */
  piped: string | undefined;
  /** Ports that it opened by itself. */
  readonly ports: OpenPort[];
  /** Its last command is a program that nobody knows: taken for a server on the ports that the manifest declares. */
  serves: boolean;
  /** Shells around this one. */
  readonly depth: number;
  /** Since when nothing but lines in its log tells that it runs; 0 for not at all. Milliseconds since the epoch. */
  restsAt: number;
}

const MAX_SHELLS = 10;

/** What a command sees. Built for one call and never kept. */
export interface Surroundings {
  readonly hostname: string;
  readonly podIP: string;
  readonly namespace: string;
  /** What its clock shows, milliseconds since the epoch. It runs ahead of the cluster's where a shell is run to its end at once. */
  readonly clock: { at: number };
  readonly env: { readonly [name: string]: string };
  exists(file: string): boolean;
  /** `http://…` or `tcp://host:port`; status 0 when no connection was made. */
  request(url: string): { readonly status: number; readonly body: string; readonly unresolved?: boolean };
  resolve(name: string): readonly string[];
  /** Whether something in this container listens on a port. */
  listening(port: number): boolean;
  /** Only the commands that are known exist, as in a busybox image. */
  readonly strict: boolean;
  /** What was piped into it. */
  readonly stdin?: string;
  /** Takes a line that it prints: to stdout (1) or stderr (2). */
  write(at: number, stream: 1 | 2, line: string): void;
  /** Steps that may still be taken before the script counts as turning in circles. */
  readonly budget: { steps: number };
}

export type Progress =
  | { readonly type: 'sleep'; readonly ms: number }
  /** `rests`: it goes on and prints, but nobody else can tell. */
  | { readonly type: 'forever'; readonly rests?: true }
  | { readonly type: 'exit'; readonly exitCode: number };

/** For `Surroundings.budget`. */
export const STEP_BUDGET = 5000;

export function newScriptState(): ScriptState {
  return {
    at: 0,
    status: 0,
    variables: new Map(),
    slots: [],
    files: new Map(),
    line: '',
    piped: undefined,
    ports: [],
    serves: false,
    depth: 0,
    restsAt: 0,
  };
}

/** Runs until the script sleeps, ends, or does nothing more that can be seen. */
export function runScript(script: Script, state: ScriptState, around: Surroundings): Progress {
  while (around.budget.steps-- > 0) {
    const instruction = script[state.at];
    if (instruction === undefined) return ended(state, around, state.status);
    state.at++;
    const progress = step(instruction, script, state, around);
    if (progress !== undefined) return progress.type === 'exit' ? ended(state, around, progress.exitCode) : progress;
  }
  return { type: 'forever' };
}

function ended(state: ScriptState, around: Surroundings, exitCode: number): Progress {
  if (state.line !== '') around.write(around.clock.at, 1, state.line);
  state.line = '';
  return { type: 'exit', exitCode };
}

function step(instruction: Instruction, script: Script, state: ScriptState, around: Surroundings): Progress | undefined {
  if (instruction.op === 'run') return runInstruction(instruction, script, state, around);
  if (instruction.op === 'forever') {
    state.at--;
    return instruction.from === undefined ? { type: 'forever' } : { type: 'forever', rests: true };
  }
  if (instruction.op === 'assign') state.variables.set(instruction.name, expand(instruction.value, state, around).join(' '));
  else if (instruction.op === 'next') takeNext(instruction, state, around);
  else if (instruction.op === 'not') state.status = state.status === 0 ? 1 : 0;
  else if (instruction.op === 'succeed') state.status = 0;
  else if (instruction.when === undefined || (instruction.when === 'success') === (state.status === 0)) state.at = instruction.to;
  return undefined;
}

function takeNext(loop: Instruction & { op: 'next' }, state: ScriptState, around: Surroundings): void {
  const values = loop.values.flatMap((word) => expand(word, state, around));
  const index = state.slots[loop.slot] ?? 0;
  const value = values[index];
  state.slots[loop.slot] = value === undefined ? 0 : index + 1;
  if (value === undefined) state.at = loop.done;
  else state.variables.set(loop.name, value);
}

function runInstruction(run: Instruction & { op: 'run' }, script: Script, state: ScriptState, around: Surroundings): Progress | undefined {
  const argv = run.words.flatMap((word) => expand(word, state, around));
  const [name = '', ...args] = argv;
  if (name === 'exit' || name === 'return') return { type: 'exit', exitCode: Number(args[0] ?? state.status) & 255 };
  const nested = nestedScript(argv);
  if (nested !== undefined) return runNested(nested, state, around);
  if (name === 'export') for (const arg of args) exportVariable(arg, state);
  const seen = seenFrom(state, around);
  state.piped = undefined;
  const result = runCommand(argv, seen) ?? unknownCommand(name, state.at >= script.length, around);
  return apply(result, run, state, around);
}

function exportVariable(text: string, state: ScriptState): void {
  const equals = text.indexOf('=');
  if (equals > 0) state.variables.set(text.slice(0, equals), text.slice(equals + 1));
}

/** The script of `sh -c script`. */
export function nestedScript(argv: readonly string[]): string | undefined {
  const shell = argv[0] === 'exec' ? 1 : 0;
  if (!/(^|\/)(sh|bash|ash|dash|zsh|ksh)$/.test(argv[shell] ?? '')) return undefined;
  const option = argv.findIndex((arg, index) => index > shell && /^-[a-z]*c$/.test(arg));
  return option < 0 ? undefined : argv[option + 1];
}

/** A shell within the script: it is run to its end at once, its sleeps added up. */
function runNested(source: string, state: ScriptState, around: Surroundings): Progress | undefined {
  const done = runInside(compileScript(source), { ...newScriptState(), files: state.files }, state, around);
  state.status = done.exitCode;
  if (done.durationMs === undefined) return { type: 'forever' };
  return done.durationMs > 0 ? { type: 'sleep', ms: done.durationMs } : undefined;
}

/** Outside busybox an unknown program that ends a script is taken for a server; before that, for something quick. */
function unknownCommand(name: string, last: boolean, around: Surroundings): CommandResult {
  if (around.strict) return { status: 127, errors: `sh: ${name}: not found` };
  return last ? { status: 0, forever: true, serves: true } : { status: 0 };
}

function apply(result: CommandResult, run: Instruction & { op: 'run' }, state: ScriptState, around: Surroundings): Progress | undefined {
  state.status = result.status;
  for (const file of result.creates ?? []) state.files.set(file, true);
  for (const file of result.removes ?? []) removeFile(state, file);
  if (result.listen !== undefined) state.ports.push(result.listen);
  if (run.redirect !== undefined) state.files.set(expand(run.redirect, state, around).join(''), true);
  say(result, run, state, around);
  if (result.serves) state.serves = true;
  if (result.forever) return { type: 'forever' };
  return result.sleepMs === undefined ? undefined : { type: 'sleep', ms: result.sleepMs };
}

function removeFile(state: ScriptState, file: string): void {
  state.files.set(file, false);
  for (const known of state.files.keys()) if (known.startsWith(`${file}/`)) state.files.set(known, false);
}

function say(
  { output, errors, isOpen = false }: CommandResult,
  run: Instruction & { op: 'run' },
  state: ScriptState,
  around: Surroundings,
): void {
  if (output !== undefined && run.redirect === undefined) {
    if (run.output === 'piped') state.piped = output;
    else if (run.output === 'stderr') writeLines(around, 2, output);
    else print(state, around, output, isOpen);
  }
  if (errors === undefined || run.errors === 'file') return;
  if (run.errors !== 'stdout') writeLines(around, 2, errors);
  else if (run.redirect === undefined) print(state, around, errors, false);
}

/** To stdout. The last line stays open where its newline is still to come. */
function print(state: ScriptState, around: Surroundings, text: string, isOpen: boolean): void {
  const whole = `${state.line}${text}`;
  const end = isOpen ? whole.lastIndexOf('\n') : whole.length;
  state.line = isOpen ? whole.slice(end + 1).slice(-MOST_OPEN) : '';
  if (end >= 0) writeLines(around, 1, whole.slice(0, end));
}

/** Of a line that never ends. */
const MOST_OPEN = 16_384;

function writeLines({ write, clock }: Surroundings, stream: 1 | 2, text: string): void {
  for (const line of text.split('\n')) write(clock.at, stream, line);
}

function seenFrom(state: ScriptState, around: Surroundings): Surroundings {
  return { ...around, exists: (file) => fileExists(state.files, file), ...(state.piped === undefined ? {} : { stdin: state.piped }) };
}

const SECRETS = '/var/run/secrets/kubernetes.io/serviceaccount/';

/** Files nobody spoke of exist, but for those by which programs signal one another. */
export function fileExists(files: ReadonlyMap<string, boolean>, file: string): boolean {
  return files.get(file) ?? (file.startsWith(SECRETS) || !/^\/(tmp|run|var\/run)\/|(ready|healthy?|live|alive|lock|\.pid)$/.test(file));
}

/** The words that a word of the script becomes. */
function expand(word: Word, state: ScriptState, around: Surroundings): string[] {
  const only = word.length === 1 ? word[0] : undefined;
  if (only !== undefined && 'text' in only) return [only.text];
  if (only !== undefined && 'output' in only) return split(captured(only.output, state, around));
  if (only !== undefined && 'variable' in only) return split(variable(only, state, around));
  let text = '';
  for (const part of word) {
    if ('text' in part) text += part.text;
    else if ('variable' in part) text += variable(part, state, around);
    else if ('output' in part) text += captured(part.output, state, around);
    else text += String(arithmetic(part.arithmetic, state, around));
  }
  return [text];
}

function split(text: string): string[] {
  return text.split(/\s+/).filter((part) => part !== '');
}

function captured(script: Script, state: ScriptState, around: Surroundings): string {
  const lines: string[] = [];
  const listening: Surroundings = {
    ...around,
    write: (at, stream, line) => (stream === 1 ? void lines.push(line) : around.write(at, stream, line)),
  };
  runInside(script, { ...newScriptState(), variables: state.variables, files: state.files }, state, listening);
  return lines.join('\n');
}

function variable(part: { readonly variable: string; readonly fallback?: string }, state: ScriptState, around: Surroundings): string {
  if (part.variable === '?') return String(state.status);
  if (part.variable === 'HOSTNAME') return around.hostname;
  return state.variables.get(part.variable) ?? around.env[part.variable] ?? part.fallback ?? '';
}

/** Whole-number sums and products from left to right: what loop counters need. */
function arithmetic(expression: string, state: ScriptState, around: Surroundings): number {
  const tokens = expression.match(/[A-Za-z_]\w*|\d+|[-+*/%]/g) ?? [];
  let total = 0;
  let operator = '+';
  for (const token of tokens) {
    if (/^[-+*/%]$/.test(token)) operator = token;
    else total = combine(total, operator, Number(/^\d/.test(token) ? token : variable({ variable: token }, state, around)) || 0);
  }
  return total;
}

function combine(a: number, operator: string, b: number): number {
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  if (b === 0) return 0;
  return operator === '/' ? Math.trunc(a / b) : a % b;
}

export interface Ended {
  readonly exitCode: number;
  /** Undefined when it does not return. */
  readonly durationMs: number | undefined;
}

export interface Completed extends Ended {
  /** Of both streams. */
  readonly output: string;
}

/** Runs a script to its end without letting the cluster's time pass; its own goes on. For command substitution and what is inside. */
function runAhead(script: Script, state: ScriptState, around: Surroundings): Ended {
  let durationMs = 0;
  const clock = { at: around.clock.at };
  const inside: Surroundings = { ...around, clock };
  for (;;) {
    const progress = runScript(script, state, inside);
    if (progress.type === 'exit') return { exitCode: progress.exitCode, durationMs };
    if (progress.type === 'forever') return { exitCode: 0, durationMs: undefined };
    durationMs += progress.ms;
    clock.at += progress.ms;
  }
}

/** The same, for exec probes and hooks, which look at what was printed. */
export function runToEnd(script: Script, state: ScriptState, around: Surroundings): Completed {
  const lines: string[] = [];
  const { exitCode, durationMs } = runAhead(script, state, { ...around, write: (_at, _stream, line) => void lines.push(line) });
  return { exitCode, output: lines.join('\n'), durationMs };
}

function runInside(script: Script, inner: ScriptState, outer: ScriptState, around: Surroundings): Ended {
  if (outer.depth >= MAX_SHELLS) return { exitCode: 1, durationMs: 0 };
  return runAhead(script, { ...inner, depth: outer.depth + 1 }, around);
}

/** Runs one command line in a container, as exec probes and hooks do. `files` is the container's knowledge of files. */
export function execCommand(argv: readonly string[], files: Map<string, boolean>, around: Surroundings): Completed {
  const nested = nestedScript(argv);
  const script: Script =
    nested === undefined
      ? [
          { op: 'run', words: argv.map(plainWord) },
          { op: 'run', words: [plainWord('exit')] },
        ]
      : compileScript(nested);
  return runToEnd(script, { ...newScriptState(), files }, around);
}
