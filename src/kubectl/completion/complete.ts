import { CommandError } from '../errors.ts';
import { HELP, answersTo, commandsBelow, findVerb } from '../find-verb.ts';
import { openSession } from '../open-session.ts';
import { type FlagSpecs, type ParsedArguments, parseFlags } from '../parse/flags.ts';
import { GLOBAL_FLAGS, type GlobalFlags, globalValues } from '../parse/global-flags.ts';
import type { KubectlIo } from '../session.ts';
import type { VerbDefinition } from '../verb.ts';
import { completeArguments } from './arguments.ts';
import { flagValues } from './flag-values.ts';
import { type AskedFlag, askedFlag } from './flag-word.ts';
import { flagNames, requiredFlags } from './flags.ts';
import { type Asked, type Offer, DEFAULT, NO_FILES, nothing } from './offer.ts';

export interface CompleteOptions {
  /** Offers words where kubectl itself has none: types for `explain`, values of `--restart`, labels for `-l`. */
  readonly beyond: boolean;
}

/**
 * What the last of `words`, which may be empty, can become. The rules are those of cobra's `__complete`, which kubectl's scripts for
 * shells ask (spf13/cobra completions.go, k8s.io/kubectl/pkg/util/completion).
 */
export async function complete(words: readonly string[], io: KubectlIo, { beyond }: CompleteOptions): Promise<Offer> {
  const before = words.slice(0, -1);
  const typed = words.at(-1) ?? '';
  const { verb, words: given, path, next } = findVerb(before);
  if (verb === undefined && next !== undefined) return unknownVerb(before);
  if (verb === HELP) return completeHelp(given, typed);
  const specs: FlagSpecs = { ...GLOBAL_FLAGS, ...verb?.flags };
  const asked = askedFlag(specs, given, typed, path.at(-1) ?? 'kubectl');
  const parsed = tryParse(specs, asked.words);
  if (typeof parsed === 'string') return wrong(`Error while parsing flags from args [${asked.words.join(' ')}]: ${parsed}`);
  const flagsAllowed = !asked.words.includes('--');
  if (asked.problem !== undefined && flagsAllowed) return wrong(asked.problem);
  if ((parsed.flags as GlobalFlags).help) return nothing(NO_FILES);
  const situation: Asked = {
    session: openSession(io, SILENT, globalValues(parsed.flags, verb?.flags ?? {}), {
      namespaceGiven: parsed.given.has('namespace'),
      isPlaceless: false,
    }),
    verb,
    path: path.join(' '),
    specs,
    parsed,
    typed: asked.typed,
    beyond,
  };
  return offerFor(situation, asked, flagsAllowed);
}

const SILENT = { stdout: { push: () => 0 }, stderr: { push: () => 0 } };

async function offerFor(situation: Asked, { flag, typed }: AskedFlag, flagsAllowed: boolean): Promise<Offer> {
  if (flag !== undefined) return flagValues(situation, flag);
  if (flagsAllowed && typed.startsWith('-') && !typed.includes('=')) return flagNames(situation);
  const required = requiredFlags(situation);
  const commands = subcommands(situation);
  if (commands !== undefined) return { ...commands, candidates: [...commands.candidates, ...required] };
  const values = await completeArguments(situation);
  return { ...values, candidates: [...required, ...values.candidates] };
}

/** Commands stand before any argument, and not after a flag of their parent's own. */
function subcommands({ verb, parsed, typed }: Asked): Offer | undefined {
  const below = commandsBelow(verb);
  const ownFlagGiven = [...parsed.given].some((name) => !(name in GLOBAL_FLAGS));
  if (below.length === 0 || verb?.args !== undefined) return undefined;
  if (parsed.args.length > 0 || ownFlagGiven) return nothing(DEFAULT);
  return commandOffer(below, typed);
}

function commandOffer(commands: readonly VerbDefinition[], typed: string): Offer {
  const sorted = commands
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ name, hidden }) => hidden !== true && name.startsWith(typed));
  return { candidates: sorted.map(({ name, summary }) => ({ text: name, description: summary })), directive: NO_FILES, problems: [] };
}

function completeHelp(given: readonly string[], typed: string): Offer {
  if (typed.startsWith('-')) {
    const parsed = tryParse(GLOBAL_FLAGS, given);
    if (typeof parsed === 'string') return wrong(parsed);
    return flagNames({ verb: HELP, path: HELP.name, specs: GLOBAL_FLAGS, parsed, typed });
  }
  let verb: VerbDefinition | undefined;
  for (const word of given) {
    verb = commandsBelow(verb).find((candidate) => answersTo(candidate, word));
    if (verb === undefined) return nothing(NO_FILES);
  }
  return commandOffer(commandsBelow(verb), typed);
}

/** What is wrong with the flags, or their values. */
function tryParse(specs: FlagSpecs, words: readonly string[]): ParsedArguments<FlagSpecs> | string {
  try {
    return parseFlags(specs, words, '');
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return error.message.split('\n')[0] ?? '';
  }
}

function unknownVerb(words: readonly string[]): Offer {
  const problems = ['Cleared global flags for plugin completion', `[Error] unable to find a command for arguments: [${words.join(' ')}]`];
  return { ...nothing(DEFAULT), problems };
}

function wrong(why: string): Offer {
  return { ...nothing(DEFAULT), problems: [`[Error] ${why}`] };
}
