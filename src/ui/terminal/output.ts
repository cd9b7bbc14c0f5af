import type { KubectlPart } from '../../protocol/messages.ts';

/** What of an answer is drawn. */
export interface Shown {
  readonly parts: readonly KubectlPart[];
  /** Lines that are there and not drawn. */
  readonly hidden: number;
  /** Characters after which the rest was thrown away, 0 when nothing was. */
  readonly cut: number;
}

const MOST_LINES = 400;
const MOST_CHARACTERS = 1_000_000;

/** The first lines; of what still goes on the last ones. */
export function shownOf(parts: readonly KubectlPart[], goesOn: boolean, whole: boolean): Shown {
  const { kept, cut } = withinCharacters(parts);
  const trimmed = withoutEnd(kept);
  const lines = trimmed.reduce((sum, { text }) => sum + linesIn(text), 0);
  if (whole || lines <= MOST_LINES) return { parts: trimmed, hidden: 0, cut };
  return { parts: goesOn ? lastLines(trimmed) : firstLines(trimmed), hidden: lines - MOST_LINES, cut };
}

export type Tone = 'warn' | 'bad' | 'plain';

/** Of a line on standard error: not all that is said there is an error. */
export function toneOf(line: string, failed: boolean): Tone {
  if (line.startsWith('Warning: ')) return 'warn';
  return failed || /^(error|Error from server)/.test(line) ? 'bad' : 'plain';
}

function withinCharacters(parts: readonly KubectlPart[]): { readonly kept: readonly KubectlPart[]; readonly cut: number } {
  let room = MOST_CHARACTERS;
  const kept: KubectlPart[] = [];
  for (const { stream, text } of parts) {
    if (room > 0) kept.push({ stream, text: text.slice(0, room) });
    room -= text.length;
  }
  return { kept, cut: room < 0 ? MOST_CHARACTERS : 0 };
}

/** A block of text ends with its last line, not with an empty one. */
function withoutEnd(parts: readonly KubectlPart[]): readonly KubectlPart[] {
  return parts.map(({ stream, text }) => ({ stream, text: text.replace(/\n+$/, '') })).filter(({ text }) => text !== '');
}

function linesIn(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

function firstLines(parts: readonly KubectlPart[]): readonly KubectlPart[] {
  return within(parts, (text, most) => text.split('\n', most).join('\n'));
}

function lastLines(parts: readonly KubectlPart[]): readonly KubectlPart[] {
  return within(parts.toReversed(), (text, most) => text.split('\n').slice(-most).join('\n')).toReversed();
}

function within(parts: readonly KubectlPart[], cut: (text: string, most: number) => string): KubectlPart[] {
  let room = MOST_LINES;
  const kept: KubectlPart[] = [];
  for (const { stream, text } of parts) {
    if (room > 0) kept.push({ stream, text: cut(text, room) });
    room -= linesIn(text);
  }
  return kept;
}
