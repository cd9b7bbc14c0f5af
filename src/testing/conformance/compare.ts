import { canonical, isLeftOver, objectsOf } from './leeway.ts';
import { comparable } from './leeway-events.ts';
import { renamed, renamings } from './machines.ts';
import type { Names } from './names.ts';
import { maskMadeUp, replaceNames } from './names.ts';
import { formOf, normaliseText, squeeze, unordered, withoutRegistration } from './normalise.ts';
import type { ExpectedStep, Placement, RecordedEvent, RecordedObject, RecordedState, Scenario } from './scenario.ts';
import type { ObservedStep } from './world.ts';

export interface Difference {
  readonly what: 'exit' | 'stdout' | 'stderr' | 'settled' | 'events' | 'state' | 'placement';
  readonly lines: readonly string[];
}

/** What is compared of a step; `state` is 'unchanged' when it equals the state after the step before. */
export interface Outcome {
  readonly observed: ObservedStep;
  readonly state: RecordedState;
  readonly before: RecordedState;
  readonly placement: Placement;
}

/** Compares a step with its recording. The leeway that there is stands in `leeway.ts`. */
export function compareStep(scenario: Scenario, names: Names, index: number, outcome: Outcome): readonly Difference[] {
  const expected = scenario.expected[index] ?? {};
  const form = formOf(scenario.steps[index]?.kubectl ?? '');
  let best: readonly Difference[] | undefined;
  const parts = normalise(names, outcome);
  for (const renaming of renamings(scenario, names)) {
    const found = differences(renamed(expected, renaming), parts, names, form);
    if (found.length === 0) return [];
    if (best === undefined || weight(found) < weight(best)) best = found;
  }
  return best ?? [];
}

function weight(found: readonly Difference[]): number {
  return found.reduce((sum, { lines }) => sum + 1 + lines.length, 0);
}

interface Parts {
  readonly exit: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly settled: boolean | undefined;
  readonly events: readonly RecordedEvent[];
  readonly state: RecordedState;
  readonly unchanged: boolean;
  readonly placement: Placement;
}

function normalise(names: Names, { observed, state, before, placement }: Outcome): Parts {
  const named = replaceIn(names, state) as RecordedState;
  return {
    exit: observed.exit,
    stdout: unordered(maskMadeUp(names, normaliseText(names, observed.stdout)), names.timed),
    stderr: unordered(maskMadeUp(names, normaliseText(names, observed.stderr)), names.timed),
    settled: observed.settled,
    events: observed.events.map(({ event, updated }) => recorded(names, event, updated)),
    state: named,
    unchanged: stateText(named, names) === stateText(replaceIn(names, before) as RecordedState, names),
    placement: replaceIn(names, placement) as Placement,
  };
}

function replaceIn(names: Names, value: unknown): unknown {
  if (typeof value === 'string')
    return maskMadeUp(names, replaceNames(names, value.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>')));
  if (Array.isArray(value)) return value.map((item) => replaceIn(names, item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [replaceNames(names, key), replaceIn(names, member)]));
}

function recorded(
  names: Names,
  {
    type = '',
    reason = '',
    involvedObject,
    message = '',
    count,
    series,
    source,
    reportingComponent,
    metadata,
  }: ObservedStep['events'][number]['event'],
  updated: boolean,
): RecordedEvent {
  const { kind = '', name = '', fieldPath = '' } = involvedObject;
  return {
    type,
    reason,
    object: `${kind}/${replaceNames(names, name)}`,
    ...(fieldPath === '' ? {} : { fieldPath }),
    message: maskMadeUp(names, replaceNames(names, message)),
    count: count ?? series?.count ?? 1,
    from: (source?.component ?? '') === '' ? (reportingComponent ?? '') : (source?.component ?? ''),
    ...(metadata.namespace === 'default' ? {} : { namespace: metadata.namespace ?? '' }),
    ...(updated ? { updated } : {}),
  };
}

function eventText({ type, reason, object, fieldPath = '', message, count, from, namespace = '', updated = false }: RecordedEvent): string {
  return [
    type,
    reason,
    namespace === '' ? object : `${namespace} ${object}`,
    fieldPath,
    message,
    `x${count}`,
    from,
    updated ? 'updated' : '',
  ].join(' | ');
}

function differences(expected: ExpectedStep, parts: Parts, names: Names, form: (text: string) => string): readonly Difference[] {
  const found: Difference[] = [];
  const add = (what: Difference['what'], lines: readonly string[]): void => {
    if (lines.length > 0) found.push({ what, lines });
  };
  if (expected.exit !== undefined && expected.exit !== parts.exit) add('exit', [`- ${expected.exit}`, `+ ${parts.exit}`]);
  const recordedText = (text = '') => unordered(maskMadeUp(names, squeeze(text)), names.timed);
  add('stdout', textDifference(form(recordedText(expected.stdout)), form(parts.stdout)));
  add('stderr', lineDifference(recordedText(expected.stderr), parts.stderr));
  if (expected.settled !== undefined && expected.settled !== parts.settled) add('settled', [`- ${expected.settled}`, `+ ${parts.settled}`]);
  const [recordedEvents, events] = comparable(names.scenario, expected.events ?? [], parts.events);
  add('events', setDifference(recordedEvents.map(eventText), events.map(eventText)));
  add('state', stateDifference(expected.state, parts, names));
  if (expected.placement !== undefined) add('placement', lineDifference(canonical(expected.placement), canonical(parts.placement)));
  return found;
}

function stateDifference(expected: ExpectedStep['state'], parts: Parts, names: Names): readonly string[] {
  if (expected === undefined) return [];
  if (expected === 'unchanged') return parts.unchanged ? [] : ['- unchanged', '+ changed'];
  const kinds = new Set([...Object.keys(expected), ...Object.keys(parts.state)]);
  return [...kinds]
    .toSorted()
    .flatMap((kind) => objectDifference(kind, objectsOf(expected, kind, names), objectsOf(parts.state, kind, names), names));
}

/** Objects that have no equal on the other side; a pair of the same name is shown as the fields that differ. */
function objectDifference(
  kind: string,
  expected: readonly RecordedObject[],
  observed: readonly RecordedObject[],
  names: Names,
): readonly string[] {
  const missing = remaining(expected, observed).filter((object) => !isLeftOver(object, names));
  const extra = remaining(observed, expected);
  const lines: string[] = [];
  for (const object of missing) {
    const at = extra.findIndex(({ name }) => name === object.name);
    const twin = at < 0 ? undefined : extra.splice(at, 1)[0];
    lines.push(...(twin === undefined ? [`- ${kind} ${canonical(object)}`] : fieldDifference(`${kind} ${object.name}`, object, twin)));
  }
  return [...lines, ...extra.map((object) => `+ ${kind} ${canonical(object)}`)];
}

function remaining(from: readonly RecordedObject[], taken: readonly RecordedObject[]): RecordedObject[] {
  const counts = new Map<string, number>();
  for (const object of taken) counts.set(canonical(object), (counts.get(canonical(object)) ?? 0) + 1);
  return from.filter((object) => {
    const key = canonical(object);
    const left = counts.get(key) ?? 0;
    counts.set(key, left - 1);
    return left <= 0;
  });
}

function fieldDifference(path: string, expected: unknown, observed: unknown): readonly string[] {
  if (canonical(expected) === canonical(observed)) return [];
  const both = [expected, observed].every((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
  if (!both) return [`- ${path}: ${canonical(expected)}`, `+ ${path}: ${canonical(observed)}`];
  const left = expected as Record<string, unknown>;
  const right = observed as Record<string, unknown>;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) =>
    fieldDifference(`${path}.${key}`, left[key], right[key]),
  );
}

function stateText(state: RecordedState, names: Names): string {
  return Object.keys(state)
    .toSorted()
    .flatMap((kind) =>
      objectsOf(state, kind, names)
        .map((object) => `${kind} ${canonical(object)}`)
        .toSorted(),
    )
    .join('\n');
}

function setDifference(expected: readonly string[], observed: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const text of expected) counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const text of observed) counts.set(text, (counts.get(text) ?? 0) - 1);
  const shown = (sign: string, count: number, text: string) => `${sign} ${count > 1 ? `${count} times ` : ''}${text}`;
  return [...counts].flatMap(([text, count]) => (count === 0 ? [] : [count > 0 ? shown('-', count, text) : shown('+', -count, text)]));
}

/** The recorder took the Events of before the first step away, though not always: a text may lack those of machines that registered. */
function textDifference(expected: string, observed: string): readonly string[] {
  const whole = lineDifference(expected, observed);
  const without = lineDifference(expected, withoutRegistration(observed));
  return without.length < whole.length ? without : whole;
}

/** Lines of one text that the other lacks, in their order. */
function lineDifference(expected: string, observed: string): readonly string[] {
  if (expected === observed) return [];
  const found = setDifference(expected.split('\n'), observed.split('\n'));
  return found.length > 0 ? found : ['  the same lines in another order', ...observed.split('\n').map((line) => `+ ${line}`)];
}
