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
  state: 'asked' | 'leaving' | 'gone';
  retryAt: number;
}

function departureOf({ metadata }: Pod, resource: ApiResource): Departure {
  const target = { resource, namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
  return { target, uid: metadata.uid ?? '', state: 'asked', retryAt: 0 };
}

/** All at once, each again every five seconds while a budget refuses, until all are gone or the time is up. */
async function evictAll(session: Session, node: Found, departures: readonly Departure[], flags: DrainFlags): Promise<void> {
  const until = session.port.now() + (flags.timeout === 0 ? NO_END_MS : flags.timeout);
  while (departures.some(({ state }) => state !== 'gone')) {
    for (const departure of departures) await advance(session, departure, flags);
    const waiting = departures.filter(({ state }) => state !== 'gone');
    if (waiting.length === 0) return;
    const leftMs = until - session.port.now();
    if (leftMs <= 0) throw timedOut(session, node, waiting, flags);
    await session.port.sleep(Math.min(POLL_MS, leftMs));
  }
}

async function advance(session: Session, departure: Departure, flags: DrainFlags): Promise<void> {
  if (departure.state === 'asked' && session.port.now() >= departure.retryAt) await evict(session, departure, flags);
  if (departure.state === 'leaving' && (await isGone(session, departure.target, departure.uid))) {
    departure.state = 'gone';
    out(session, `pod/${departure.target.name} ${flags.disableEviction ? 'deleted' : 'evicted'}`);
  }
}

async function evict(session: Session, departure: Departure, flags: DrainFlags): Promise<void> {
  const { namespace, name } = departure.target;
  out(session, `${flags.disableEviction ? 'deleting' : 'evicting'} pod ${namespace}/${name}`);
  try {
    await removePod(session, departure.target, flags);
    departure.state = 'leaving';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason === 'NotFound') departure.state = 'leaving';
    else if (error.reason === 'TooManyRequests') {
      err(
        session,
        `error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)} (will retry after 5s): ${error.message}`,
      );
      departure.retryAt = session.port.now() + RETRY_MS;
    } else throw error;
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

function timedOut(session: Session, node: Found, waiting: readonly Departure[], { timeout }: DrainFlags): PlainError {
  const reasons = waiting.map(({ target, state }) =>
    state === 'asked'
      ? `error when evicting pods/${JSON.stringify(target.name)} -n ${JSON.stringify(target.namespace)}: global timeout reached: ${goDuration(timeout)}`
      : `error when waiting for pod ${JSON.stringify(target.name)} in namespace ${JSON.stringify(target.namespace)} to terminate: global timeout reached: ${goDuration(timeout)}`,
  );
  const all = reasons.length === 1 ? (reasons[0] ?? '') : `[${reasons.join(', ')}]`;
  err(session, `There are pending pods in node ${JSON.stringify(node.name)} when an error occurred: ${all}`);
  for (const { target } of waiting) err(session, `pod/${target.name}`);
  return unable(node, reasons);
}
