/** What the real server says to the manifests of a folder: by document where the tables are at hand, else by file. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, Verdict } from './ask.ts';

export interface ManifestFile {
  readonly path: string;
  /** How often each verdict was given to a document of the file. */
  readonly counts: ReadonlyMap<Verdict, number>;
  /** The verdict of each document, in order, where it is known. */
  readonly answers: readonly (Answer | undefined)[];
}

/** The files that `INDEX.tsv` of a folder names. */
export function recordedFiles(folder: string): readonly ManifestFile[] {
  const [head = '', ...lines] = readFileSync(join(folder, 'INDEX.tsv'), 'utf8').trimEnd().split('\n');
  const columns = head.split('\t');
  const answers = recordedAnswers(folder);
  return lines.map((line) => {
    const cells = line.split('\t');
    const cell = (prefix: string): string => cells[columns.findIndex((name) => name.startsWith(prefix))] ?? '';
    const path = cell('path');
    return { path, counts: countsOf(cell('decode'), cell('create')), answers: answers.get(path) ?? [] };
  });
}

/** Of the documents that decode (`okx3`) some have a verdict of creation (`acceptedx2,skippedx1`). */
function countsOf(decoded: string, created: string): ReadonlyMap<Verdict, number> {
  const counts = readCounts(decoded);
  for (const verdict of ['accepted', 'rejected'] as const) {
    const count = readCounts(created).get(verdict) ?? 0;
    counts.set(verdict, count);
    counts.set('ok', (counts.get('ok') ?? 0) - count);
  }
  return counts;
}

function readCounts(text: string): Map<Verdict, number> {
  const found = text.matchAll(/([a-z-]+)x(\d+)/g);
  return new Map(Array.from(found, ([, verdict = '', count = '']) => [verdict as Verdict, Number(count)]));
}

interface Recorded {
  readonly in: { readonly file: string; readonly document: number };
  readonly out: { readonly result: string; readonly message?: string; readonly error?: string; readonly servedByDefault?: boolean };
}

function recordedAnswers(folder: string): ReadonlyMap<string, readonly Answer[]> {
  const answers = new Map<string, Answer[]>();
  for (const { in: place, out } of [...readTable(folder, 'decode'), ...readTable(folder, 'create')]) {
    const answer = answerOf(out);
    if (answer === undefined) continue;
    const known = answers.get(place.file) ?? [];
    known[place.document] = answer;
    answers.set(place.file, known);
  }
  return answers;
}

function readTable(folder: string, name: string): readonly Recorded[] {
  const file = ['..', '.'].map((place) => join(folder, place, 'tables/manifests', `${name}.json`)).find((path) => existsSync(path));
  return file === undefined ? [] : (JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly Recorded[] }).cases;
}

/** A later verdict, of creation, replaces the one of decoding; undefined when it says nothing. */
function answerOf({ result, message, error, servedByDefault }: Recorded['out']): Answer | undefined {
  // In the code, but of a version that is off: kubectl finds no match.
  if (servedByDefault === false) return { verdict: 'unknown-kind', text: 'a version that is not served by default' };
  if (result === 'skipped' || result === 'undecodable') return undefined;
  return { verdict: result as Verdict, text: message ?? error ?? '' };
}
