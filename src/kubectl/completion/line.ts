import { type Word, readWord } from '../command-line.ts';
import { readScript } from '../script.ts';
import type { KubectlIo } from '../session.ts';
import { complete } from './complete.ts';
import { type Candidate, FILE_ENDINGS, NO_SPACE, type Offer } from './offer.ts';

export interface LineCompletion {
  /** Offset in the text from which on a candidate takes the place of what was typed. */
  readonly from: number;
  /** Sorted as they should be shown. */
  readonly candidates: readonly LineCandidate[];
  /** How many more there are. */
  readonly more: number;
  /** The beginning that all of them share, as it would be typed. */
  readonly common: string;
}

export interface LineCandidate extends Candidate {
  /** With its quotes, and the blank that ends the word. */
  readonly insert: string;
}

const MOST_CANDIDATES = 300;

/** What can stand at the end of a text, the part before the cursor; more than kubectl itself would offer. */
export async function completeLine(text: string, io: KubectlIo): Promise<LineCompletion | undefined> {
  const words = lastCommand(text);
  if (words === undefined) return undefined;
  const last = words.at(-1);
  const typed = last === undefined || last.end < text.length ? { text: '', start: text.length, quoted: false } : last;
  const before = (typed === last ? words.slice(0, -1) : words).map((word) => word.text);
  const named = before[0] === 'kubectl' || before[0] === 'k';
  const offer = withFiles(await complete([...(named ? before.slice(1) : before), typed.text], io, { beyond: true }), io);
  return inPlace(offer, typed, named || before.length > 0);
}

/** The words of the command that the text ends in; undefined in a here document. */
function lastCommand(text: string): readonly Word[] | undefined {
  if (readScript(text).open) return undefined;
  let words: Word[] = [];
  for (let at = 0; at < text.length;) {
    const word = readWord(text, at, false);
    if (word === undefined) {
      const newline = text.indexOf('\n', at);
      if (newline < 0) break;
      at = newline + 1;
      words = [];
      continue;
    }
    at = word.end;
    const isSign = !word.quoted && ['&&', ';', '|', '$'].includes(word.text);
    words = isSign && at < text.length ? [] : [...words, word];
  }
  return words;
}

/** Where a shell would offer files of its folder, these are offered. */
function withFiles(offer: Offer, io: KubectlIo): Offer {
  if ((offer.directive & FILE_ENDINGS) === 0) return offer;
  const endings = offer.candidates.map(({ text }) => `.${text}`);
  const files = (io.readFolder?.('.') ?? []).filter((name) => endings.some((ending) => name.endsWith(ending)));
  return { ...offer, candidates: files.map((text) => ({ text, description: '' })) };
}

function inPlace(offer: Offer, typed: Pick<Word, 'text' | 'start' | 'quoted'>, hasCommand: boolean): LineCompletion {
  const isFlagValue = typed.text.startsWith('-') && typed.text.includes('=');
  const flag = isFlagValue ? typed.text.slice(0, typed.text.indexOf('=') + 1) : '';
  const value = typed.text.slice(flag.length);
  const first = hasCommand ? [] : [{ text: 'kubectl', description: '' }].filter(({ text }) => value !== '' && text.startsWith(value));
  const fitting = [...first, ...offer.candidates].filter(({ text }) => text.startsWith(value));
  // What was quoted is written anew, together with its flag.
  const kept = typed.quoted ? flag : '';
  const end = (offer.directive & NO_SPACE) !== 0 ? '' : ' ';
  return {
    from: typed.start + (typed.quoted ? 0 : flag.length),
    candidates: fitting.slice(0, MOST_CANDIDATES).map(({ text, description }) => ({
      text,
      description,
      insert: kept + quote(text) + (text.endsWith('=') ? '' : end),
    })),
    more: Math.max(0, fitting.length - MOST_CANDIDATES),
    common: kept + plainBeginning(fitting.map(({ text }) => text)),
  };
}

const PLAIN = /^[\w@%+=:,./-]*$/;

function quote(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** What all words begin with, as far as it needs no quotes. */
function plainBeginning(words: readonly string[]): string {
  const [first = '', ...rest] = words;
  let length = first.length;
  for (const word of rest) while (!word.startsWith(first.slice(0, length))) length--;
  return /^[\w@%+=:,./-]*/.exec(first.slice(0, length))?.[0] ?? '';
}
