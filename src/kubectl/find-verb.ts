import { GLOBAL_FLAGS } from './parse/global-flags.ts';
import { type FlagSpecs, flagNamed, flagOfLetter } from './parse/flags.ts';
import { type VerbDefinition, defineVerb } from './verb.ts';
import { VERBS } from './verbs/registry.ts';

export interface FoundVerb {
  /** Undefined when no word names one. */
  readonly verb: VerbDefinition | undefined;
  /** The names that led to it: `create`, `service`, `clusterip`. */
  readonly path: readonly string[];
  /** What is left of the command line. */
  readonly words: readonly string[];
  /** The first of them that is no flag: an argument, or a command that does not exist. */
  readonly next: string | undefined;
}

export const HELP: VerbDefinition = defineVerb({
  name: 'help',
  summary: 'Help about any command',
  usage: '[command]',
  flags: {},
  run: () => Promise.resolve(),
});

const ROOT: readonly VerbDefinition[] = [...VERBS, HELP];

/**
 * Each word that names a command leads one level down; flags may stand anywhere, as in `kubectl -n kube-system get pods` and
 * `kubectl create -o yaml deployment web` (cobra's Command.Find).
 */
export function findVerb(argv: readonly string[]): FoundVerb {
  return descend(undefined, [], argv);
}

/** The commands below a verb, or all of them. */
export function commandsBelow(verb: VerbDefinition | undefined): readonly VerbDefinition[] {
  return verb === undefined ? ROOT : (verb.subcommands ?? []);
}

export function answersTo(verb: VerbDefinition, name: string): boolean {
  return verb.name === name || verb.aliases?.includes(name) === true;
}

function descend(verb: VerbDefinition | undefined, path: readonly string[], words: readonly string[]): FoundVerb {
  const at = firstArgument(words, { ...GLOBAL_FLAGS, ...verb?.flags });
  const next = words[at];
  const sub = commandsBelow(verb).find((candidate) => next !== undefined && answersTo(candidate, next));
  return sub === undefined ? { verb, path, words, next } : descend(sub, [...path, sub.name], words.toSpliced(at, 1));
}

/** Index of the first word that is neither a flag nor a flag's value. */
function firstArgument(words: readonly string[], specs: FlagSpecs): number {
  let i = 0;
  for (; i < words.length; i++) {
    const word = words[i] ?? '';
    if (word === '--') return words.length;
    if (takesNext(word, specs)) i++;
    else if (word !== '' && !word.startsWith('-')) return i;
  }
  return i;
}

/** A flag that nobody knows is taken to have a value. */
function takesNext(word: string, specs: FlagSpecs): boolean {
  if (word.includes('=')) return false;
  if (word.startsWith('--')) return flagNamed(specs, word.slice(2))?.spec.bare === undefined;
  return word.startsWith('-') && word.length === 2 && flagOfLetter(specs, word.charAt(1))?.spec.bare === undefined;
}
