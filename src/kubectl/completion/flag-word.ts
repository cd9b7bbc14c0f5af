import { type FlagSpecs, type FoundFlag, flagNamed, flagOfLetter } from '../parse/flags.ts';

/** The flag whose value is being typed, if any. */
export interface AskedFlag {
  readonly flag: FoundFlag | undefined;
  /** What stands before the flag, or before the word when it is no flag's value. */
  readonly words: readonly string[];
  readonly typed: string;
  readonly problem?: string;
}

/** `--name=val`, `-n=val`, or a flag in the word before (cobra's checkIfFlagCompletion). */
export function askedFlag(specs: FlagSpecs, words: readonly string[], typed: string, command: string): AskedFlag {
  const none = { flag: undefined, words, typed };
  const named = nameBeforeEquals(typed) ?? (typed.startsWith('-') ? undefined : nameInWord(words.at(-1) ?? ''));
  if (named === undefined) return none;
  const flag = find(specs, named);
  if (flag === undefined) return { ...none, problem: `Subcommand '${command}' does not support flag '${named}'` };
  if (typed.startsWith('-')) return { flag, words, typed: typed.slice(typed.indexOf('=') + 1) };
  return flag.spec.bare === undefined ? { flag, words: words.slice(0, -1), typed } : none;
}

function nameBeforeEquals(typed: string): string | undefined {
  const equals = typed.indexOf('=');
  if (!typed.startsWith('-') || equals < 0) return undefined;
  return typed.startsWith('--') ? typed.slice(2, equals) : typed.slice(equals - 1, equals);
}

/** Of several letters the last is the one that may want a value. */
function nameInWord(word: string): string | undefined {
  if (word.includes('=')) return undefined;
  if (word.startsWith('--')) return word.length > 2 ? word.slice(2) : undefined;
  return word.startsWith('-') && word.length > 1 ? word.slice(-1) : undefined;
}

function find(specs: FlagSpecs, name: string): FoundFlag | undefined {
  return name.length === 1 ? (flagOfLetter(specs, name) ?? (name === 'v' ? flagNamed(specs, name) : undefined)) : flagNamed(specs, name);
}
