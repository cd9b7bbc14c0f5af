import type { RecordedEvent, Scenario } from './scenario.ts';

/**
 * What the real system leaves open about Events:
 * - Their order. Components run side by side; the order between them is that of one particular run (README).
 * - What a kubelet says about its own Node. The recorder's fake kubelet was one process for all scenarios, with one cache of events
 *   and one budget for each Node, so this depends on the scenarios before (README on 72 and 114). That a Node was registered is in
 *   no step's events, whoever says so.
 * - In how many steps a Deployment scaled its ReplicaSets in the scenarios that were recorded twice with different steps
 *   (stability.md, 09): there the steps of one ReplicaSet in one direction count as one.
 * - Which of many similar messages are combined into one, once messages come again: client-go forgets one of the ten that it
 *   remembers at random (events_cache.go, `PopAny`).
 * - Whether a pod that fits nowhere is tried again because another one of its owner was bound in the same step: it was if that one's
 *   binding came back after the attempt (stability.md, 56).
 * - In which step the volume controller's look at everything fell, which it takes every 15 s: the claims that it then finds still
 *   unbound are told so again.
 * - That the Endpoints controller was told of its own object before it knew of it: its cache was behind its own write.
 */
export type Events = readonly RecordedEvent[];

/** Both sides as they can be compared. */
export function comparable({ id }: Scenario, expected: Events, observed: Events): readonly [Events, Events] {
  const steps = OPEN_STEPS.has(id) ? joinScaling : (events: Events) => events;
  const [left, right] = [steps(expected.filter(isShared)), steps(observed.filter(isShared))];
  const isOpen = openGroups(left, right);
  const retried = (events: Events) => joinRetries(events.filter((event) => !isOpen(event)));
  return [retried(left), retried(right)];
}

function isShared({ from, object, reason, message, count }: RecordedEvent): boolean {
  if (reason === 'RegisteredNode' || (from === 'endpoint-controller' && message.endsWith('already exists'))) return false;
  if (from === 'persistentvolume-controller' && reason === 'FailedBinding' && count > 1) return false;
  return from !== 'kubelet' || !object.startsWith('Node/');
}

/** Recorded twice, with different steps. */
const OPEN_STEPS: ReadonlySet<string> = new Set(['09-deploy-rolling-surge100']);

const SCALED = /^Scaled (up|down) replica set (\S+) from (\d+) to (\d+)$/;

/** `4 to 3` and `3 to 0` become `4 to 0`. */
function joinScaling(events: Events): Events {
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

const COMBINED = '(combined from similar events): ';

/** Which events are of an object and reason of which the recording combined some, while others came again. */
function openGroups(expected: Events, observed: Events): (event: RecordedEvent) => boolean {
  const groupOf = ({ object, reason, from }: RecordedEvent) => `${object} ${reason} ${from}`;
  const combined = new Set(expected.filter(({ message }) => message.startsWith(COMBINED)).map(groupOf));
  const recurring = [...expected, ...observed].filter(({ message, count }) => count > 1 && !message.startsWith(COMBINED)).map(groupOf);
  const open = new Set(recurring.filter((group) => combined.has(group)));
  return (event) => open.has(groupOf(event));
}

/** Where a pod was bound, further attempts to place another one of the same owner count as one. */
function joinRetries(events: Events): Events {
  const bound = new Set(events.filter(({ reason }) => reason === 'Scheduled').map(({ object }) => object));
  const seen = new Set<string>();
  return events.filter(({ reason, object, message }) => {
    if (reason !== 'FailedScheduling' || !object.includes('<rand>') || !bound.has(object)) return true;
    const text = `${object} ${message}`;
    if (seen.has(text)) return false;
    seen.add(text);
    return true;
  });
}
