import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runScenario } from './run.ts';
import { type ExpectedStep, type RawScenario, type RecordedObject, type RecordedState, readScenarios, scenarioOf } from './scenario.ts';

/** Committed copies of recorded scenarios, one minified file each, and how many of their steps matched when they were last counted. */
const FOLDER = join('src', 'testing', 'data', 'scenarios');
const PINS = join(FOLDER, 'matched.json');

export type Pins = { readonly [id: string]: number };

export function readPins(): Pins {
  return JSON.parse(readFileSync(PINS, 'utf8')) as Pins;
}

export function readCommitted(id: string): RawScenario {
  const { objects, ...raw } = JSON.parse(readFileSync(join(FOLDER, `${id}.json`), 'utf8')) as RawScenario & {
    readonly objects: readonly RecordedObject[];
  };
  return { ...raw, expected: raw.expected.map((step) => mapState(step, (at) => objects[at as number])) };
}

/** Most objects stay the same from step to step: each is written once, and its number in its place. */
function compact(raw: RawScenario): object {
  const numbers = new Map<string, number>();
  const expected = raw.expected.map((step) =>
    mapState(step, (object) => {
      const text = JSON.stringify(object);
      numbers.set(text, numbers.get(text) ?? numbers.size);
      return numbers.get(text);
    }),
  );
  return { ...raw, expected, objects: [...numbers.keys()].map((text) => JSON.parse(text) as unknown) };
}

function mapState(step: ExpectedStep, change: (object: unknown) => unknown): ExpectedStep {
  if (step.state === undefined || step.state === 'unchanged') return step;
  const state = Object.entries(step.state).map(([kind, objects]) => [kind, objects.map(change)] as const);
  return { ...step, state: Object.fromEntries(state) as RecordedState };
}

/** Plays the committed scenarios again and writes down what matches now. */
export async function countAgain(): Promise<Pins> {
  const ids = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json') && name !== 'matched.json')
    .map((name) => name.slice(0, -5))
    .toSorted(byNumber);
  const pins: Record<string, number> = {};
  for (const id of ids) pins[id] = (await runScenario(scenarioOf(readCommitted(id)))).matched;
  writeFileSync(PINS, `${JSON.stringify(pins, undefined, 2)}\n`);
  return pins;
}

/** Copies scenarios of a recordings folder whose name fits, without what the comparison does not read. */
export async function copyScenarios(folder: string, only: RegExp): Promise<void> {
  if (!existsSync(FOLDER)) mkdirSync(FOLDER, { recursive: true });
  for (const raw of readScenarios(folder, only)) writeFileSync(join(FOLDER, `${raw.id}.json`), `${JSON.stringify(compact(raw))}\n`);
  await countAgain();
}

function byNumber(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10);
}
