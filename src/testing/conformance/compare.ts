import type { Names } from './names.ts';
import { replaceNames } from './names.ts';
import { normaliseText, squeeze, unordered } from './normalise.ts';
import type { ExpectedStep, Placement, RecordedEvent, RecordedObject, RecordedState, Scenario } from './scenario.ts';
import type { ObservedStep } from './world.ts';

/**
 * Compares a step with its recording. What the real system leaves open is compared as a set, and nothing else:
 * - Events: a multiset. Components run side by side; the order between them is that of one particular run (README).
 * - Objects of a kind, endpoints of a slice, addresses of a subset: multisets, their order hangs on random names and addresses.
 * - Rows about randomly named objects: see `unordered`.
 * - Which of several equal machines got a pod: the scheduler breaks ties at random (README, stability.md). One renaming of
 *   equal machines must make the whole step fit; counts per machine stay.
 * - EndpointSlice.metadata.generation: how many changes of pods the controller took up in one pass is a race.
 * - Order of an EndpointSlice's ports: that of a hash over them, which means nothing.
 * - Node ports in `state` that nobody asked for: drawn at random, and left as they are by the recorder there.
 * - In how many steps a Deployment scaled its ReplicaSets in the scenarios that were recorded twice with different steps
 *   (stability.md): there the steps of one ReplicaSet in one direction count as one.
 * - Rows about ReplicaSets when the hash of one depends on the wall clock (`rollout restart`): ordered by that hash.
 */
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

/** Recorded twice, with different steps. */
const OPEN_STEPS: ReadonlySet<string> = new Set(['09-deploy-rolling-surge100']);

export function compareStep(scenario: Scenario, names: Names, expected: ExpectedStep, outcome: Outcome): readonly Difference[] {
  let best: readonly Difference[] | undefined;
  const parts = normalise(names, outcome);
  const events = OPEN_STEPS.has(scenario.id) ? joinScaling : (all: readonly RecordedEvent[]) => all;
  for (const renaming of renamings(scenario)) {
    const found = differences(renamed(expected, renaming), { ...parts, events: events(parts.events) }, names, events);
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
    stdout: unordered(normaliseText(names, observed.stdout), names.timed),
    stderr: unordered(normaliseText(names, observed.stderr), names.timed),
    settled: observed.settled,
    events: observed.events.map(({ event, updated }) => recorded(names, event, updated)),
    state: named,
    unchanged: stateText(named, names) === stateText(replaceIn(names, before) as RecordedState, names),
    placement: replaceIn(names, placement) as Placement,
  };
}

function replaceIn(names: Names, value: unknown): unknown {
  if (typeof value === 'string') return replaceNames(names, value.replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<time>'));
  if (Array.isArray(value)) return value.map((item) => replaceIn(names, item));
  if (typeof value !== 'object' || value === null) return value;
  return mergeCounts(Object.entries(value).map(([key, member]) => [replaceNames(names, key), replaceIn(names, member)] as const));
}

/** Two ReplicaSets never share a placeholder, but pods without a controller may. */
function mergeCounts(entries: readonly (readonly [string, unknown])[]): unknown {
  return Object.fromEntries(entries);
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
    message: replaceNames(names, message),
    count: count ?? series?.count ?? 1,
    from: (source?.component ?? '') === '' ? (reportingComponent ?? '') : (source?.component ?? ''),
    ...(metadata.namespace === 'default' ? {} : { namespace: metadata.namespace ?? '' }),
    ...(updated ? { updated } : {}),
  };
}

const SCALED = /^Scaled (up|down) replica set (\S+) from (\d+) to (\d+)$/;

/** `4 to 3` and `3 to 0` become `4 to 0`. */
function joinScaling(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
  const joined = new Map<string, RecordedEvent>();
  for (const event of events) {
    const [, way, set, from, to] = SCALED.exec(event.message) ?? [];
    const key = way === undefined ? `${joined.size}` : `${event.object} ${way} ${set}`;
    const [, , , first = from, last = to] = SCALED.exec(joined.get(key)?.message ?? '') ?? [];
    const pick = way === 'up' ? ([Math.min, Math.max] as const) : ([Math.max, Math.min] as const);
    const message = `Scaled ${way} replica set ${set} from ${pick[0](Number(first), Number(from))} to ${pick[1](Number(last), Number(to))}`;
    joined.set(key, way === undefined ? event : { ...event, message });
  }
  return [...joined.values()];
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

type Events = (events: readonly RecordedEvent[]) => readonly RecordedEvent[];

function differences(expected: ExpectedStep, parts: Parts, names: Names, events: Events): readonly Difference[] {
  const found: Difference[] = [];
  const add = (what: Difference['what'], lines: readonly string[]): void => {
    if (lines.length > 0) found.push({ what, lines });
  };
  if (expected.exit !== undefined && expected.exit !== parts.exit) add('exit', [`- ${expected.exit}`, `+ ${parts.exit}`]);
  add('stdout', lineDifference(unordered(squeeze(expected.stdout ?? ''), names.timed), parts.stdout));
  add('stderr', lineDifference(unordered(squeeze(expected.stderr ?? ''), names.timed), parts.stderr));
  if (expected.settled !== undefined && expected.settled !== parts.settled) add('settled', [`- ${expected.settled}`, `+ ${parts.settled}`]);
  add('events', setDifference(events(expected.events ?? []).map(eventText), parts.events.map(eventText)));
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
    .flatMap((kind) => objectDifference(kind, objectsOf(expected, kind, names), objectsOf(parts.state, kind, names)));
}

/** Objects that have no equal on the other side; a pair of the same name is shown as the fields that differ. */
function objectDifference(kind: string, expected: readonly RecordedObject[], observed: readonly RecordedObject[]): readonly string[] {
  const missing = remaining(expected, observed);
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

/** Each of the `n` that look alike for itself. */
function objectsOf(state: RecordedState, kind: string, names: Names): readonly RecordedObject[] {
  return (state[kind] ?? []).flatMap(({ n = 1, ...object }) =>
    Array.from({ length: n }, () => open(kind, object as RecordedObject, names)),
  );
}

/** The fields whose order or value the real system leaves open. */
function open(kind: string, object: RecordedObject, names: Names): RecordedObject {
  switch (kind) {
    case 'EndpointSlice': {
      const { generation: _, ...slice } = object as RecordedObject & { readonly generation?: number };
      return sortLists(slice) as RecordedObject;
    }
    case 'Endpoints':
      return mapField(object, 'subsets', (subsets) => (subsets as readonly object[]).map(sortLists)) as RecordedObject;
    case 'Service':
      return mapField(object, 'spec', (spec) =>
        mapField(spec as object, 'ports', (ports) => (ports as readonly object[]).map((port) => hideNodePort(port, names))),
      ) as RecordedObject;
    default:
      return object;
  }
}

function mapField(object: object, key: string, change: (value: unknown) => unknown): object {
  const value = (object as Record<string, unknown>)[key];
  return value === undefined ? object : { ...object, [key]: change(value) };
}

function sortLists(object: object): object {
  return Object.fromEntries(
    Object.entries(object).map(([key, value]: [string, unknown]) => [key, Array.isArray(value) ? byText(value) : value]),
  );
}

function hideNodePort(port: object, { asked }: Names): object {
  return mapField(port, 'nodePort', (nodePort) => (asked.includes(String(nodePort)) ? nodePort : '<nodeport>'));
}

function byText(list: readonly unknown[]): readonly unknown[] {
  return list.toSorted((a, b) => (canonical(a) < canonical(b) ? -1 : 1));
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

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

function setDifference(expected: readonly string[], observed: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const text of expected) counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const text of observed) counts.set(text, (counts.get(text) ?? 0) - 1);
  const shown = (sign: string, count: number, text: string) => `${sign} ${count > 1 ? `${count} times ` : ''}${text}`;
  return [...counts].flatMap(([text, count]) => (count === 0 ? [] : [count > 0 ? shown('-', count, text) : shown('+', -count, text)]));
}

/** Lines of one text that the other lacks, in their order. */
function lineDifference(expected: string, observed: string): readonly string[] {
  if (expected === observed) return [];
  const found = setDifference(expected.split('\n'), observed.split('\n'));
  return found.length > 0 ? found : ['  the same lines in another order', ...observed.split('\n').map((line) => `+ ${line}`)];
}

type Renaming = ReadonlyMap<string, string>;
const MOST_EQUAL_MACHINES = 4;

interface Machine {
  readonly name: string;
  readonly ip: string;
  /** All but the name. */
  readonly build: string;
}

/** Every way to swap machines that are equal in all but their names. */
function renamings({ machines, steps }: Scenario): readonly Renaming[] {
  const added = steps.flatMap(({ fault }) => (fault?.['node-add'] === undefined ? [] : [fault['node-add']]));
  const all = [...machines, ...added].map((machine, i): Machine => ({
    name: machine.name,
    ip: `172.18.0.${i + 3}`,
    build: canonical({ ...machine, name: '' }),
  }));
  let found: Renaming[] = [new Map()];
  for (const build of new Set(all.map((machine) => machine.build))) {
    const equal = all.filter((machine) => machine.build === build);
    if (equal.length < 2 || equal.length > MOST_EQUAL_MACHINES) continue;
    const swaps = permutations(equal).map((order) => order.flatMap((to, i) => pairsOf(equal[i], to)));
    found = found.flatMap((renaming) => swaps.map((pairs) => new Map([...renaming, ...pairs])));
  }
  return found;
}

function pairsOf(from: Machine | undefined, to: Machine): readonly (readonly [string, string])[] {
  return from === undefined
    ? []
    : [
        [from.name, to.name],
        [from.ip, to.ip],
      ];
}

function permutations<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length < 2) return [list];
  return list.flatMap((item, i) => permutations(list.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

function renamed(expected: ExpectedStep, renaming: Renaming): ExpectedStep {
  if ([...renaming].every(([from, to]) => from === to)) return expected;
  return JSON.parse(
    JSON.stringify(expected).replaceAll(/[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*/g, (word) => renaming.get(word) ?? word),
  ) as ExpectedStep;
}
