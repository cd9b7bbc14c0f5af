import { GLOBAL_FLAGS } from '../global-flags.ts';
import { type FlagSpec, type FlagSpecs, flagName } from '../parse/flags.ts';
import { type Asked, type Candidate, type Offer, NO_FILES } from './offer.ts';
import { FLAG_WORDS } from './flag-words.ts';

type Flags = Pick<Asked, 'verb' | 'specs' | 'parsed' | 'typed'> & Partial<Pick<Asked, 'beyond'>>;
type Entry = readonly [string, FlagSpec];

/** Those that must be given, or else all: what every verb takes first, then the verb's own, each by name. A person wants these first. */
export function flagNames(asked: Flags): Offer {
  const required = requiredFlags(asked, asked.typed);
  const candidates = required.length > 0 ? required : allFlags(asked).flatMap((flag) => namesOf(flag, asked.typed));
  return { candidates, directive: NO_FILES, problems: [] };
}

/** Flags without which the verb does nothing and which were not given yet. */
export function requiredFlags({ specs, parsed }: Pick<Flags, 'specs' | 'parsed'>, typed: string): readonly Candidate[] {
  const missing = byName(Object.entries(specs)).filter(([name, spec]) => spec.required === true && !parsed.given.has(name));
  return missing.flatMap((flag) => namesOf(flag, typed));
}

function allFlags({ verb, specs, parsed, beyond = false }: Flags): readonly Entry[] {
  const open = Object.entries(specs).filter(([name, spec]) => !parsed.given.has(name) || spec.kind === 'list' || spec.kind === 'array');
  if (verb === undefined) return byName(open);
  const own = open.filter(([name, spec]) => name === 'help' || !isGlobal(name, spec));
  const common = open.filter((flag) => !own.includes(flag));
  return beyond ? [...byName(own), ...byName(common)] : [...byName(common), ...byName(own)];
}

/** A verb that reads a global flag repeats it; another flag of that name is the verb's own. */
function isGlobal(name: string, spec: FlagSpec): boolean {
  const global = (GLOBAL_FLAGS as FlagSpecs)[name];
  return global !== undefined && global.kind === spec.kind;
}

function byName(flags: readonly Entry[]): readonly Entry[] {
  return flags.toSorted(([a], [b]) => (flagName(a) < flagName(b) ? -1 : 1));
}

function namesOf([name, spec]: Entry, typed: string): readonly Candidate[] {
  const names = [`--${flagName(name)}`, ...(spec.short === '' ? [] : [`-${spec.short}`])];
  return names.filter((text) => text.startsWith(typed)).map((text) => ({ text, description: FLAG_WORDS[name] ?? '' }));
}
