import type { Names } from './names.ts';
import type { RecordedObject, RecordedState } from './scenario.ts';

/**
 * What the real system leaves open, and so is compared as a set or not at all. There is no other leniency:
 * - Events: see `leeway-events.ts`.
 * - Objects of a kind, endpoints of a slice, addresses of a subset: multisets, their order hangs on random names and addresses.
 * - Rows about randomly named objects: see `unordered`.
 * - Which of several equal machines or zones got a pod: the scheduler breaks ties at random (README, stability.md). One renaming
 *   of equal ones (`machines.ts`) must make the whole step fit; counts per machine stay.
 * - EndpointSlice.metadata.generation: how many changes of pods the controller took up in one pass is a race.
 * - Order of an EndpointSlice's ports: that of a hash over them, which means nothing.
 * - Node ports in `state` that nobody asked for: drawn at random, and left as they are by the recorder there.
 * - Rows about ReplicaSets when the hash of one depends on the wall clock (`rollout restart`): ordered by that hash.
 * - Objects that an earlier scenario of the same instance left: see `isLeftOver`.
 */

/** A pod on its way out that nothing in this scenario has made: scenarios were recorded one after another on one instance. */
export function isLeftOver({ name, terminating, owner }: RecordedObject, { asked, replacements }: Names): boolean {
  return terminating === true && owner === undefined && !asked.includes(name) && !replacements.has(name);
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
