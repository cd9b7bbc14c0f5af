import type { Names } from './names.ts';
import type { ExpectedStep, RecordedEvent, RecordedObject, RecordedState, Scenario } from './scenario.ts';

/**
 * What the real system leaves open, and so is compared as a set or not at all. There is no other leniency:
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
export type Renaming = ReadonlyMap<string, string>;
type Events = (events: readonly RecordedEvent[]) => readonly RecordedEvent[];

/** Recorded twice, with different steps. */
const OPEN_STEPS: ReadonlySet<string> = new Set(['09-deploy-rolling-surge100']);

/** What to make of a scenario's events before they are compared. */
export function eventsOf({ id }: Scenario): Events {
  return OPEN_STEPS.has(id) ? joinScaling : (events) => events;
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

/** Each of the `n` that look alike for itself. */
export function objectsOf(state: RecordedState, kind: string, names: Names): readonly RecordedObject[] {
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

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

const MOST_EQUAL_MACHINES = 4;

interface Machine {
  readonly name: string;
  readonly ip: string;
  /** All but the name. */
  readonly build: string;
}

/** Every way to swap machines that are equal in all but their names. */
export function renamings({ machines, steps }: Scenario): readonly Renaming[] {
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

export function renamed(expected: ExpectedStep, renaming: Renaming): ExpectedStep {
  if ([...renaming].every(([from, to]) => from === to)) return expected;
  return JSON.parse(
    JSON.stringify(expected).replaceAll(/[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*/g, (word) => renaming.get(word) ?? word),
  ) as ExpectedStep;
}
