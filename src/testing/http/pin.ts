import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTranscript } from './run.ts';
import { type Transcript, readTranscripts } from './transcript.ts';

/** Committed copies of recorded transcripts, one minified file each, and how many of their steps matched when they were last counted. */
const FOLDER = join('src', 'testing', 'data', 'http');
const PINS = join(FOLDER, 'matched.json');

export type Pins = { readonly [id: string]: number };

export function readPins(): Pins {
  return JSON.parse(readFileSync(PINS, 'utf8')) as Pins;
}

export function readCommitted(id: string): Transcript {
  return JSON.parse(readFileSync(join(FOLDER, `${id}.json`), 'utf8')) as Transcript;
}

/** Plays the committed transcripts again and writes down what matches now. */
export async function countAgain(): Promise<Pins> {
  const ids = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json') && name !== 'matched.json')
    .map((name) => name.slice(0, -5))
    .toSorted();
  const pins: Record<string, number> = {};
  for (const id of ids) pins[id] = (await runTranscript(readCommitted(id))).matched;
  writeFileSync(PINS, `${JSON.stringify(pins, undefined, 2)}\n`);
  return pins;
}

/** Copies transcripts of a recordings folder whose name fits. */
export async function copyTranscripts(folder: string, only: RegExp): Promise<void> {
  if (!existsSync(FOLDER)) mkdirSync(FOLDER, { recursive: true });
  for (const transcript of readTranscripts(folder, only))
    writeFileSync(join(FOLDER, `${transcript.id}.json`), `${JSON.stringify(transcript)}\n`);
  await countAgain();
}
