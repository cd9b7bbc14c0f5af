/**
 * Shell scripts of manifests as flat instruction lists. Understood: lists, `&&`, `||`, `!`, pipes, `if`, `while`, `until`,
 * `for`, braces and subshells, assignments, redirections. Not understood (and skipped): functions, `case`, here-documents.
 */
import type { Instruction, Script, Word } from '../image.ts';
import { isSilent } from './commands.ts';
import { type Token, tokenize } from './lexer.ts';

const REMEMBERED = 500;
/** Deeper nesting and longer scripts than any honest manifest has. */
const MAX_DEPTH = 50;
const MAX_LENGTH = 65_536;
const FOREVER: Script = [{ op: 'forever' }];
const compiled = new Map<string, Script>();

export function compileScript(source: string): Script {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  if (compiled.size >= REMEMBERED) compiled.clear();
  const script = compileNested(source, 0);
  compiled.set(source, script);
  return script;
}

function compileNested(source: string, depth: number): Script {
  if (source.length > MAX_LENGTH || depth > MAX_DEPTH) return FOREVER;
  const tokens = tokenize(source, (inside) => compileNested(inside, depth + 1));
  const compiler: Compiler = { tokens, at: 0, code: [], loops: [], slots: 0, depth: 0 };
  while (compiler.at < tokens.length) {
    compileList(compiler);
    compiler.at++;
  }
  return compiler.code;
}

/** A command that is not interpreted by a shell: one instruction, its words taken as they are. */
export function compileCommand(argv: readonly string[]): Script {
  return [{ op: 'run', words: argv.map(plainWord) }];
}

export function plainWord(text: string): Word {
  return [{ text }];
}

interface Compiler {
  readonly tokens: readonly Token[];
  at: number;
  readonly code: Instruction[];
  /** Instructions to patch when the innermost loop's end is known. */
  readonly loops: { readonly start: number; readonly breaks: number[] }[];
  slots: number;
  depth: number;
}

const CLOSERS = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', '}', 'esac']);

function compileList(c: Compiler): void {
  if (++c.depth > MAX_DEPTH) c.at = c.tokens.length;
  while (c.at < c.tokens.length) {
    if (isOperator(c, ';', '\n', ';;')) c.at++;
    else if (isOperator(c, ')') || CLOSERS.has(bareAt(c))) break;
    else compileAndOr(c);
  }
  c.depth--;
}

function compileAndOr(c: Compiler): void {
  const start = c.code.length;
  compilePipeline(c);
  while (isOperator(c, '&&', '||')) {
    const and = isOperator(c, '&&');
    c.at++;
    skipNewlines(c);
    const jump = emit(c, { op: 'jump', to: 0, when: and ? 'failure' : 'success' });
    compilePipeline(c);
    patch(c, jump, c.code.length);
  }
  if (!isOperator(c, '&')) return;
  c.at++;
  if (blocks(c.code, start)) c.code.length = start;
}

/** Whether code from `start` on would keep the shell from going on, were it not in the background. */
function blocks(code: readonly Instruction[], start: number): boolean {
  return code.slice(start).some((i) => i.op === 'forever' || i.op === 'jump' || (i.op === 'run' && commandOf(i) === 'sleep'));
}

function compilePipeline(c: Compiler): void {
  const negated = bareAt(c) === '!';
  if (negated) c.at++;
  const start = c.code.length;
  compileCommandAt(c);
  while (isOperator(c, '|')) {
    c.at++;
    skipNewlines(c);
    silence(c.code, start);
    compileCommandAt(c);
  }
  if (negated) emit(c, { op: 'not' });
}

function silence(code: Instruction[], start: number): void {
  for (let index = start; index < code.length; index++) {
    const instruction = code[index];
    if (instruction?.op === 'run') code[index] = { ...instruction, output: 'piped' };
  }
}

function compileCommandAt(c: Compiler): void {
  const keyword = bareAt(c);
  if (keyword === 'if') compileIf(c);
  else if (keyword === 'while' || keyword === 'until') compileWhile(c, keyword === 'until');
  else if (keyword === 'for') compileFor(c);
  else if (keyword === '{' || isOperator(c, '(')) compileGroup(c);
  else compileSimple(c);
  while (isOperator(c, '<', '>', '>>', '>&', '&>')) skipRedirection(c);
}

function compileGroup(c: Compiler): void {
  c.at++;
  compileList(c);
  c.at++;
}

function compileIf(c: Compiler): void {
  c.at++;
  const ends: number[] = [];
  compileList(c);
  let otherwise = emit(c, { op: 'jump', to: 0, when: 'failure' });
  expectWord(c, 'then');
  compileList(c);
  while (bareAt(c) === 'elif' || bareAt(c) === 'else') {
    const last = bareAt(c) === 'else';
    c.at++;
    ends.push(emit(c, { op: 'jump', to: 0 }));
    patch(c, otherwise, c.code.length);
    otherwise = -1;
    compileList(c);
    if (last) break;
    otherwise = emit(c, { op: 'jump', to: 0, when: 'failure' });
    expectWord(c, 'then');
    compileList(c);
  }
  expectWord(c, 'fi');
  if (otherwise >= 0) {
    ends.push(emit(c, { op: 'jump', to: 0 }));
    patch(c, otherwise, c.code.length);
    emit(c, { op: 'succeed' });
  }
  for (const jump of ends) patch(c, jump, c.code.length);
}

function compileWhile(c: Compiler, until: boolean): void {
  c.at++;
  const start = c.code.length;
  compileList(c);
  const endless = !until && isConstantTruth(c.code, start);
  const leave = endless ? -1 : emit(c, { op: 'jump', to: 0, when: until ? 'success' : 'failure' });
  const body = c.code.length;
  compileLoopBody(c, start, leave);
  if (endless && isIdle(c.code, body)) {
    c.code.length -= 1;
    emit(c, c.code.slice(body).some(isHeard) ? { op: 'forever', from: start } : { op: 'forever' });
  }
}

function compileFor(c: Compiler): void {
  c.at++;
  const name = bareAt(c);
  c.at++;
  const values: Word[] = [];
  if (bareAt(c) === 'in') c.at++;
  for (let token = c.tokens[c.at]; token?.type === 'word'; token = c.tokens[c.at]) {
    values.push(token.word);
    c.at++;
  }
  while (isOperator(c, ';', '\n')) c.at++;
  const start = c.code.length;
  const next = emit(c, { op: 'next', name, values, slot: c.slots++, done: 0 });
  compileLoopBody(c, start, next);
}

/** The part between `do` and `done`; `leave` is patched to the end of the loop. */
function compileLoopBody(c: Compiler, start: number, leave: number): void {
  const breaks: number[] = [];
  c.loops.push({ start, breaks });
  expectWord(c, 'do');
  compileList(c);
  expectWord(c, 'done');
  c.loops.pop();
  emit(c, { op: 'jump', to: start });
  if (leave >= 0) {
    patch(c, leave, c.code.length);
    emit(c, { op: 'succeed' });
  }
  for (const jump of breaks) patch(c, jump, c.code.length);
}

function compileSimple(c: Compiler): void {
  const words: Word[] = [];
  let streams: Redirection = {};
  for (let token = c.tokens[c.at]; token !== undefined; token = c.tokens[c.at]) {
    if (token.type === 'operator') {
      if (!isOperator(c, '<', '>', '>>', '>&', '<<', '&>')) break;
      streams = { ...streams, ...skipRedirection(c) };
    } else {
      c.at++;
      if (words.length > 0 || !compileAssignment(c, token)) words.push(token.word);
    }
  }
  if (words.length > 0) compileRun(c, words, streams);
  else if (streams.redirect === undefined && c.tokens[c.at]?.type === 'operator' && !isOperator(c, ';', '\n', '&', '&&', '||', '|', ')'))
    c.at++;
}

function compileAssignment(c: Compiler, token: Token & { type: 'word' }): boolean {
  const [first, ...rest] = token.word;
  const match = first !== undefined && 'text' in first ? /^([A-Za-z_]\w*)=(.*)$/s.exec(first.text) : null;
  if (match === null) return false;
  emit(c, { op: 'assign', name: match[1] ?? '', value: [{ text: match[2] ?? '' }, ...rest] });
  return true;
}

function compileRun(c: Compiler, words: readonly Word[], streams: Redirection): void {
  const name = literal(words[0]);
  const loop = c.loops.at(-1);
  if (name === 'break' && loop !== undefined) loop.breaks.push(emit(c, { op: 'jump', to: 0 }));
  else if (name === 'continue' && loop !== undefined) emit(c, { op: 'jump', to: loop.start });
  else emit(c, { op: 'run', words, ...streams });
}

type Redirection = Pick<Instruction & { op: 'run' }, 'redirect' | 'output' | 'errors'>;

/** Skips `> file` and the like, and says what it means. */
function skipRedirection(c: Compiler): Redirection {
  const operator = c.tokens[c.at];
  const target = c.tokens[c.at + 1];
  c.at += target?.type === 'word' ? 2 : 1;
  if (operator?.type !== 'operator' || target?.type !== 'word') return {};
  const { text, descriptor = '1' } = operator;
  if (text === '>&') return duplicated(descriptor, target.bare);
  if (text === '&>') return { redirect: target.word, errors: 'file' };
  if (text !== '>' && text !== '>>') return {};
  return descriptor === '2' ? { errors: 'file' } : { redirect: target.word };
}

/** `2>&1`, `>&2`. */
function duplicated(descriptor: string, target: string): Redirection {
  if (descriptor === '2' && target === '1') return { errors: 'stdout' };
  return descriptor === '1' && target === '2' ? { output: 'stderr' } : {};
}

function isConstantTruth(code: readonly Instruction[], start: number): boolean {
  const only = code[start];
  if (code.length !== start + 1 || only?.op !== 'run') return false;
  const command = commandOf(only);
  return command === 'true' || command === ':' || (command === '[' && literal(only.words[1]) === '1');
}

/** A loop body that nobody outside can tell from standing still: it writes to its log and sleeps. */
function isIdle(code: readonly Instruction[], body: number): boolean {
  return code.slice(body, -1).every((i) => i.op === 'assign' || (i.op === 'run' && isSilent(commandOf(i)) && i.words.every(isSilentWord)));
}

const MUTE = new Set(['sleep', ':', 'true', 'touch', 'mkdir', 'tail']);

/** Whether it may leave lines in the log. */
function isHeard(instruction: Instruction): boolean {
  return instruction.op === 'run' && instruction.redirect === undefined && !MUTE.has(commandOf(instruction));
}

function isSilentWord(word: Word): boolean {
  return word.every((part) => !('output' in part) || part.output.every((i) => i.op === 'run' && isSilent(commandOf(i))));
}

function commandOf(instruction: Instruction & { op: 'run' }): string {
  return literal(instruction.words[0]);
}

/** The text of a word that has no expansions, else ''. */
function literal(word: Word | undefined): string {
  return word?.every((part) => 'text' in part) === true ? word.map((part) => ('text' in part ? part.text : '')).join('') : '';
}

function emit(c: Compiler, instruction: Instruction): number {
  return c.code.push(instruction) - 1;
}

function patch(c: Compiler, index: number, to: number): void {
  const instruction = c.code[index];
  if (instruction?.op === 'jump') c.code[index] = { ...instruction, to };
  if (instruction?.op === 'next') c.code[index] = { ...instruction, done: to };
}

function bareAt(c: Compiler): string {
  const token = c.tokens[c.at];
  return token?.type === 'word' ? token.bare : '';
}

function isOperator(c: Compiler, ...texts: string[]): boolean {
  const token = c.tokens[c.at];
  return token?.type === 'operator' && texts.includes(token.text);
}

function skipNewlines(c: Compiler): void {
  while (isOperator(c, '\n')) c.at++;
}

function expectWord(c: Compiler, word: string): void {
  if (bareAt(c) === word) c.at++;
}
