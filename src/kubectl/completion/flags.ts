import { GLOBAL_FLAGS } from '../parse/global-flags.ts';
import { type FlagSpec, type FlagSpecs, flagName } from '../parse/flags.ts';
import { type Asked, type Candidate, type Offer, NO_FILES } from './offer.ts';
import { FLAG_TEXTS } from '../help/flag-texts.ts';
import { GLOBAL_FLAG_TEXTS, VERB_FLAG_TEXTS } from '../help/verb-flag-texts.ts';

type Flags = Pick<Asked, 'verb' | 'path' | 'specs' | 'parsed' | 'typed'> & Partial<Pick<Asked, 'beyond'>>;
type Entry = readonly [string, FlagSpec];

/** Those that must be given, or else all: what every verb takes first, then the verb's own, each by name. A person wants these first. */
export function flagNames(asked: Flags): Offer {
  const required = requiredFlags(asked);
  const candidates = required.length > 0 ? required : allFlags(asked).flatMap((flag) => namesOf(flag, asked));
  return { candidates, directive: NO_FILES, problems: [] };
}

/** Flags without which the verb does nothing and which were not given yet. */
export function requiredFlags(asked: Flags): readonly Candidate[] {
  const { specs, parsed } = asked;
  const missing = byName(Object.entries(specs)).filter(([name, spec]) => spec.required === true && !parsed.given.has(name));
  return missing.flatMap((flag) => namesOf(flag, asked));
}

function allFlags({ verb, specs, parsed, beyond = false }: Flags): readonly Entry[] {
  const seen = Object.entries(specs).filter(([, spec]) => spec.hidden !== true);
  const open = seen.filter(([name, spec]) => !parsed.given.has(name) || spec.kind === 'list' || spec.kind === 'array');
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

function namesOf([name, spec]: Entry, { typed, path }: Pick<Flags, 'typed' | 'path'>): readonly Candidate[] {
  const names = [`--${flagName(name)}`, ...(spec.short === '' ? [] : [`-${spec.short}`])];
  return names.filter((text) => text.startsWith(typed)).map((text) => ({ text, description: textOf(flagName(name), path) }));
}

function textOf(flag: string, path: string): string {
  return VERB_FLAG_TEXTS[path]?.[flag] ?? FLAG_TEXTS[flag] ?? GLOBAL_FLAG_TEXTS[flag] ?? '';
}
