import { UsageError } from '../errors.ts';
import { parseGoDuration } from './duration.ts';

/**
 * Command-line flags with the grammar of pflag, which kubectl uses: `--name=value`, `--name value`, `-n value`, `-nvalue`, `-it`,
 * flags and arguments mixed, `--` ends the flags. A verb declares its flags under camelCase names; `dryRun` is `--dry-run`.
 */
type FlagKind = 'bool' | 'text' | 'int' | 'list' | 'array' | 'duration';

export interface FlagSpec<T = unknown> {
  readonly kind: FlagKind;
  readonly short: string;
  readonly initial: T;
  /** What the flag means when it is given without `=value`; such a flag never takes the next word. */
  readonly bare?: T;
  /** Where its values come from, or the words that it takes. */
  readonly values?: FlagSource | readonly string[];
  /** Without it the verb does nothing. */
  readonly required?: true;
  /** Understood, but not part of the help: what has been replaced by another flag. */
  readonly hidden?: true;
}

/** What completion finds a flag's values in. */
export type FlagSource =
  | 'namespaces'
  | 'formats'
  | 'subresources'
  /** Manifests: files ending in `.json`, `.yaml` or `.yml`. */
  | 'manifests'
  | 'containers'
  | 'files'
  | 'labels'
  | 'label-keys'
  | 'types'
  /** Names of a kubeconfig, which this kubectl has none of. */
  | 'nothing'
  | { readonly namesOf: string };

export type FlagSpecs = { readonly [name: string]: FlagSpec };
export type FlagValues<F extends FlagSpecs> = { readonly [K in keyof F]: F[K] extends FlagSpec<infer T> ? T : never };

export const bool = (short = '', initial = false): FlagSpec<boolean> => ({ kind: 'bool', short, initial, bare: true });
export const text = (initial = '', short = '', bare?: string): FlagSpec<string> => ({
  kind: 'text',
  short,
  initial,
  ...(bare === undefined ? {} : { bare }),
});
export const int = (initial: number, short = ''): FlagSpec<number> => ({ kind: 'int', short, initial });
/** Comma-separated and repeatable. */
export const list = (short = '', initial: readonly string[] = []): FlagSpec<readonly string[]> => ({ kind: 'list', short, initial });
/** Repeatable, one value each. */
export const array = (short = ''): FlagSpec<readonly string[]> => ({ kind: 'array', short, initial: [] });
/** Milliseconds. */
export const duration = (initialMs = 0): FlagSpec<number> => ({ kind: 'duration', short: '', initial: initialMs });

/** The same flag, with what completion can offer for it. */
export function withValues<T>(spec: FlagSpec<T>, values: FlagSource | readonly string[]): FlagSpec<T> {
  return { ...spec, values };
}
export function required<T>(spec: FlagSpec<T>): FlagSpec<T> {
  return { ...spec, required: true };
}

export interface ParsedArguments<F extends FlagSpecs> {
  readonly flags: FlagValues<F>;
  /** Names of the flags that were given. */
  readonly given: ReadonlySet<string>;
  readonly args: readonly string[];
  /** What followed `--`; also part of `args`. */
  readonly rest: readonly string[];
}

export function parseFlags<F extends FlagSpecs>(specs: F, words: readonly string[], usage: string): ParsedArguments<F> {
  const values = new Map<string, unknown>(Object.entries(specs).map(([name, spec]) => [name, spec.initial]));
  const given = new Set<string>();
  const args: string[] = [];
  const set = (found: FoundFlag, value: string | undefined, shown: string): void => {
    const converted = value === undefined ? found.spec.bare : convert(found, value, shown, usage);
    values.set(found.name, merge(found.spec, given.has(found.name) ? values.get(found.name) : [], converted));
    given.add(found.name);
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') {
      const rest = words.slice(i + 1);
      return { flags: Object.fromEntries(values) as FlagValues<F>, given, args: [...args, ...rest], rest };
    }
    if (word.startsWith('--')) i += takeLong(specs, word, words[i + 1], set, usage);
    else if (word.startsWith('-') && word !== '-') i += takeShort(specs, word, words[i + 1], set, usage);
    else args.push(word);
  }
  return { flags: Object.fromEntries(values) as FlagValues<F>, given, args, rest: [] };
}

/** `dryRun` → `dry-run`. */
export function flagName(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export interface FoundFlag {
  readonly name: string;
  readonly spec: FlagSpec;
}
type Setter = (found: FoundFlag, value: string | undefined, shown: string) => void;

/** Returns how many of the following words it consumed. */
function takeLong(specs: FlagSpecs, word: string, next: string | undefined, set: Setter, usage: string): number {
  const equals = word.indexOf('=');
  const shown = equals < 0 ? word : word.slice(0, equals);
  const found = flagNamed(specs, shown.slice(2));
  if (found === undefined) throw new UsageError(`unknown flag: ${shown}`, usage);
  if (equals >= 0) set(found, word.slice(equals + 1), describeFlag(found));
  else if (found.spec.bare !== undefined) set(found, undefined, '');
  else if (next === undefined) throw new UsageError(`flag needs an argument: ${shown}`, usage);
  else {
    set(found, next, describeFlag(found));
    return 1;
  }
  return 0;
}

function takeShort(specs: FlagSpecs, word: string, next: string | undefined, set: Setter, usage: string): number {
  for (let i = 1; i < word.length; i++) {
    const letter = word.charAt(i);
    const found = flagOfLetter(specs, letter);
    if (found === undefined) throw new UsageError(`unknown shorthand flag: '${letter}' in ${word}`, usage);
    const tail = word.slice(i + 1);
    if (tail.startsWith('=')) return done(set, found, tail.slice(1));
    if (found.spec.bare !== undefined) set(found, undefined, '');
    else if (tail !== '') return done(set, found, tail);
    else if (next === undefined) throw new UsageError(`flag needs an argument: '${letter}' in ${word}`, usage);
    else return done(set, found, next) + 1;
  }
  return 0;
}

function done(set: Setter, found: FoundFlag, value: string): 0 {
  set(found, value, describeFlag(found));
  return 0;
}

export function flagNamed(specs: FlagSpecs, wanted: string): FoundFlag | undefined {
  for (const [name, spec] of Object.entries(specs)) if (flagName(name) === wanted) return { name, spec };
  return undefined;
}

export function flagOfLetter(specs: FlagSpecs, letter: string): FoundFlag | undefined {
  for (const [name, spec] of Object.entries(specs)) if (spec.short === letter) return { name, spec };
  return undefined;
}

function describeFlag({ name, spec }: FoundFlag): string {
  return spec.short === '' ? `--${flagName(name)}` : `-${spec.short}, --${flagName(name)}`;
}

const BOOLEANS: Readonly<Record<string, boolean>> = {
  '1': true, t: true, T: true, true: true, TRUE: true, True: true,
  '0': false, f: false, F: false, false: false, FALSE: false, False: false,
}; // prettier-ignore

function convert({ spec }: FoundFlag, value: string, shown: string, usage: string): unknown {
  const refuse = (why: string) => new UsageError(`invalid argument ${JSON.stringify(value)} for "${shown}" flag: ${why}`, usage);
  switch (spec.kind) {
    case 'bool': {
      const known = BOOLEANS[value];
      if (known === undefined) throw refuse(`strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`);
      return known;
    }
    case 'int':
      if (!/^[+-]?\d+$/.test(value)) throw refuse(`strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`);
      return Number(value);
    case 'duration': {
      const milliseconds = parseGoDuration(value);
      if (milliseconds === undefined) throw refuse(`time: invalid duration ${JSON.stringify(value)}`);
      return milliseconds;
    }
    case 'list':
      return value === '' ? [] : value.split(',');
    case 'array':
      return [value];
    case 'text':
      return value;
    default:
      return spec.kind satisfies never;
  }
}

/** Repeating a list adds to it; repeating anything else replaces it. */
function merge(spec: FlagSpec, before: unknown, value: unknown): unknown {
  const repeats = spec.kind === 'list' || spec.kind === 'array';
  return repeats && Array.isArray(before) && Array.isArray(value) ? [...(before as unknown[]), ...(value as unknown[])] : value;
}
