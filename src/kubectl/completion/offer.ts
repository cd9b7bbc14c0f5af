import type { FlagSpecs, ParsedArguments } from '../parse/flags.ts';
import type { Session } from '../session.ts';
import type { VerbDefinition } from '../verb.ts';

export interface Candidate {
  readonly text: string;
  /** '' when there is nothing to say. */
  readonly description: string;
}

/** What a shell is to do with the candidates; bits, as cobra numbers them. */
export const DEFAULT = 0;
export const NO_SPACE = 2;
export const NO_FILES = 4;
/** The candidates are endings of files to offer. */
export const FILE_ENDINGS = 8;

export interface Offer {
  readonly candidates: readonly Candidate[];
  readonly directive: number;
  /** Why there is nothing, for whoever debugs a script. */
  readonly problems: readonly string[];
}

/** What is being completed. */
export interface Asked {
  readonly session: Session;
  /** Undefined for kubectl itself. */
  readonly verb: VerbDefinition | undefined;
  /** `create secret tls`, '' for kubectl itself. */
  readonly path: string;
  /** All flags that the verb takes. */
  readonly specs: FlagSpecs;
  /** Everything before the word that is completed. */
  readonly parsed: ParsedArguments<FlagSpecs>;
  /** The beginning of the word, or of the flag's value. */
  readonly typed: string;
  readonly beyond: boolean;
}

export function nothing(directive: number): Offer {
  return { candidates: [], directive, problems: [] };
}

/** The words that begin as what was typed. */
export function matching(words: readonly string[], typed: string, directive = NO_FILES): Offer {
  return { candidates: plain(words.filter((word) => word.startsWith(typed))), directive, problems: [] };
}

export function plain(words: readonly string[]): readonly Candidate[] {
  return words.map((text) => ({ text, description: '' }));
}
