import { ApiError } from '../../../api/errors.ts';
import type { ApiResource } from '../../../api/request.ts';
import { POD } from '../../../api/resources.ts';
import type { Pod } from '../../../api/types.gen.ts';
import { PlainError } from '../../errors.ts';
import { bool, duration, int, text } from '../../parse/flags.ts';
import { goDuration } from '../../parse/duration.ts';
import type { Found } from '../../parse/select.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, type Target, deleteObject, err, listObjects, out, send, targetOf } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { isGone } from '../../waiting.ts';
import { eachNode, setUnschedulable } from '../cordon/cordon.ts';
import { type DryRun, dryRunOf, dryRunSuffix } from '../write.ts';
import { type DrainFlags, grouped, judge } from './filters.ts';

const RETRY_MS = 5000;
const POLL_MS = 1000;
const NO_END_MS = 168 * 3_600_000;

export const drainVerb = defineVerb({
  name: 'drain',
  summary: 'Drain node in preparation for maintenance',
  usage: 'NODE',
  args: { of: 'names', resource: 'nodes' },
  flags: {
    force: bool(),
    ignoreDaemonsets: bool(),
    deleteEmptydirData: bool(),
    disableEviction: bool(),
    gracePeriod: int(-1),
    timeout: duration(),
    selector: text('', 'l'),
    podSelector: text(),
    skipWaitForDeleteTimeout: int(0),
    chunkSize: int(500),
    dryRun: text('none', '', 'unchanged'),
  },
  async run(session, { args, flags }) {
    const dryRun = dryRunOf(session, flags);
    const pods = await resolveType(session, POD.resource);
    await eachNode(session, args, flags.selector, 'drain', async (node) => {
      await setUnschedulable(session, node, true, dryRun);
      await drainNode(session, node, pods, flags, dryRun);
      out(session, `node/${node.name} drained${dryRunSuffix(dryRun)}`);
    });
  },
});

async function drainNode(
  session: Session,
  node: Found,
  resource: ApiResource,
  flags: DrainFlags & { readonly podSelector: string },
  dryRun: DryRun,
): Promise<void> {
  const options = {
    fieldSelector: `spec.nodeName=${node.name}`,
    ...(flags.podSelector === '' ? {} : { labelSelector: flags.podSelector }),
  };
  const pods = (await listObjects(session, { resource, namespace: '' }, options)).items as readonly Pod[];
  const judged = pods.map((pod) => ({ pod, verdict: judge(pod, flags) }));
  const refusals = grouped(
    judged.flatMap(({ pod, verdict }) => (verdict.type === 'refuse' ? [{ text: `cannot delete ${verdict.reason}`, pod }] : [])),
  );
  if (refusals.length > 0) throw unable(node, refusals);
  const warnings = grouped(
    judged.flatMap(({ pod, verdict }) =>
      verdict.type !== 'refuse' && verdict.warning !== undefined ? [{ text: verdict.warning, pod }] : [],
    ),
  );
  if (warnings.length > 0) err(session, `Warning: ${warnings.join('; ')}`);
  const leaving = judged.filter(({ verdict }) => verdict.type === 'delete').map(({ pod }) => pod);
  if (dryRun !== 'none') return leaving.forEach((pod) => out(session, `evicting pod ${podName(pod)}${dryRunSuffix(dryRun)}`));
  await evictAll(
    session,
    node,
    leaving.map((pod) => departureOf(pod, resource)),
    flags,
  );
}

function podName({ metadata }: Pod): string {
  return `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
}

/** One pod on its way out. */
interface Departure {
  readonly target: Target;
  readonly uid: string;
  state: 'asked' | 'leaving' | 'gone' | 'failed';
  retryAt: number;
}

function departureOf({ metadata }: Pod, resource: ApiResource): Departure {
  const target = { resource, namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
  return { target, uid: metadata.uid ?? '', state: 'asked', retryAt: 0 };
}

/** When all this has to end, and what has gone wrong so far. */
interface Eviction {
  readonly flags: DrainFlags;
  readonly until: number;
  readonly failures: string[];
}

/**
 * All at once, each again every five seconds while a budget refuses, until all are gone or have failed. The last has the first turn,
 * as Go's scheduler gives it to the goroutine that was started last.
 */
async function evictAll(session: Session, node: Found, departures: readonly Departure[], flags: DrainFlags): Promise<void> {
  const until = session.port.now() + (flags.timeout === 0 ? NO_END_MS : flags.timeout);
  const eviction = { flags, until, failures: [] };
  const turns = [...departures.slice(-1), ...departures.slice(0, -1)];
  for (;;) {
    for (const departure of turns) await advance(session, departure, eviction);
    const open = departures.filter(({ state }) => state === 'asked' || state === 'leaving');
    if (open.length === 0) break;
    const ends = open.map(({ state, retryAt }) => (state === 'asked' ? retryAt : until));
    await session.port.sleep(Math.min(POLL_MS, ...ends.map((end) => Math.max(1, end - session.port.now()))));
  }
  if (eviction.failures.length > 0) throw await failed(session, node, departures, eviction.failures);
}

async function advance(session: Session, departure: Departure, eviction: Eviction): Promise<void> {
  const { target, uid } = departure;
  if (departure.state === 'asked' && session.port.now() >= departure.retryAt) await evict(session, departure, eviction);
  if (departure.state !== 'leaving') return;
  if (await isGone(session, target, uid)) {
    departure.state = 'gone';
    out(session, `pod/${target.name} ${eviction.flags.disableEviction ? 'deleted' : 'evicted'}`);
  } else if (session.port.now() >= eviction.until) {
    const subject = `pod ${JSON.stringify(target.name)} in namespace ${JSON.stringify(target.namespace)}`;
    fail(departure, eviction, `error when waiting for ${subject} to terminate: context deadline exceeded`);
  }
}

function fail(departure: Departure, { failures }: Eviction, why: string): void {
  departure.state = 'failed';
  failures.push(why);
}

/** That the time is up is only seen when the next attempt is due. */
async function evict(session: Session, departure: Departure, eviction: Eviction): Promise<void> {
  const { flags, until } = eviction;
  const { namespace, name } = departure.target;
  const failing = `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}`;
  out(session, `${flags.disableEviction ? 'deleting' : 'evicting'} pod ${namespace}/${name}`);
  if (session.port.now() >= until) return fail(departure, eviction, `${failing}: global timeout reached: ${goDuration(flags.timeout)}`);
  try {
    await removePod(session, departure.target, flags);
    departure.state = 'leaving';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === 'NotFound') departure.state = 'leaving';
    else if (error.reason === 'TooManyRequests') {
      err(session, `${failing} (will retry after 5s): ${error.message}`);
      departure.retryAt = session.port.now() + RETRY_MS;
    } else fail(departure, eviction, `${failing}: ${error.message}`);
  }
}

async function removePod(session: Session, target: Target, { disableEviction, gracePeriod }: DrainFlags): Promise<void> {
  const deleteOptions = gracePeriod >= 0 ? { gracePeriodSeconds: gracePeriod } : {};
  if (disableEviction) {
    await deleteObject(session, target, deleteOptions);
    return;
  }
  const { namespace, name } = target;
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions };
  await send(session, { verb: 'create', ...targetOf(target), name, subresource: 'eviction', body });
}

function unable(node: Found, reasons: readonly string[]): PlainError {
  const all = reasons.length === 1 ? reasons[0] : `[${reasons.join(', ')}]`;
  const head = `error: unable to drain node ${JSON.stringify(node.name)} due to error: ${all}, continuing command...`;
  return new PlainError(`${head}\nThere are pending nodes to be drained:\n ${node.name}\n${reasons.join('\n')}`);
}

async function failed(session: Session, node: Found, departures: readonly Departure[], failures: readonly string[]): Promise<PlainError> {
  const pending: string[] = [];
  for (const { target, uid } of departures) if (!(await isGone(session, target, uid))) pending.push(target.name);
  const all = failures.length === 1 ? (failures[0] ?? '') : `[${failures.join(', ')}]`;
  if (pending.length > 0) err(session, `There are pending pods in node ${JSON.stringify(node.name)} when an error occurred: ${all}`);
  for (const name of pending) err(session, `pod/${name}`);
  return unable(node, failures);
}
