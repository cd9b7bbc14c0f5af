/**
 * Makes new ranges ready, and lets one go only when no address needs it any more (pkg/controller/servicecidrs). The default range
 * is born ready, and so it counts whether or not anybody has looked at its object.
 */
import { cidrContains } from '../../../api/kinds/cidr.ts';
import { parseCidr, parseIp } from '../../../api/kinds/ip.ts';
import { type KubeObject, isTerminating, nameOf } from '../../../api/object.ts';
import { IP_ADDRESS, SERVICE_CIDR } from '../../../api/resources.ts';
import { formatTime, parseTime } from '../../../api/time.ts';
import type { Condition, ServiceCIDR } from '../../../api/types.gen.ts';
import { DEFAULT_SERVICE_CIDR } from '../../kernel/spec.ts';
import type { LateBehaviour, LateContext } from '../../kernel/late-component.ts';

const FINALIZER = 'networking.k8s.io/service-cidr-finalizer';
/** So long a range that goes may still be handed out of. */
const GRACE_MS = 10_000;

export const serviceCidrController: LateBehaviour = {
  onChange(context, { resource }, { type, object }) {
    if (resource === SERVICE_CIDR.resource) for (const { metadata } of [object, ...leaving(context)]) context.enqueue(metadata.name ?? '');
    else if (type === 'DELETED') for (const range of leaving(context)) context.enqueue(nameOf(range));
  },
  sync(context, key) {
    const range = context.lister(SERVICE_CIDR).byKey(key);
    if (range === undefined) return undefined;
    return isTerminating(range) ? letGo(context, range) : makeReady(context, range);
  },
};

function leaving(context: LateContext): readonly KubeObject[] {
  return context.lister(SERVICE_CIDR).list().filter(isTerminating);
}

function makeReady(context: LateContext, range: ServiceCIDR): undefined {
  const finalizers = range.metadata.finalizers ?? [];
  const kept = finalizers.includes(FINALIZER)
    ? range
    : context.client.update(SERVICE_CIDR, { ...range, metadata: { ...range.metadata, finalizers: [...finalizers, FINALIZER] } });
  report(context, kept, { status: 'True', reason: '', message: 'Kubernetes Service CIDR is ready' });
  return undefined;
}

function letGo(context: LateContext, range: ServiceCIDR): number | undefined {
  const finalizers = range.metadata.finalizers ?? [];
  if (!finalizers.includes(FINALIZER)) return undefined;
  if (isNeeded(context, range)) {
    const message = 'There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR';
    report(context, range, { status: 'False', reason: 'Terminating', message });
    return undefined;
  }
  const left = parseTime(range.metadata.deletionTimestamp ?? '') + GRACE_MS - context.now;
  if (left > 0) return left;
  context.because(`no address needs servicecidr ${nameOf(range)}`);
  const others = finalizers.filter((finalizer) => finalizer !== FINALIZER);
  context.client.update(SERVICE_CIDR, { ...range, metadata: { ...range.metadata, finalizers: others } });
  return undefined;
}

function report(context: LateContext, range: ServiceCIDR, ready: Pick<Condition, 'status' | 'reason' | 'message'>): void {
  const conditions = range.status?.conditions ?? [];
  const old = conditions.find(({ type }) => type === 'Ready');
  if (old?.status === ready.status && old.reason === ready.reason && old.message === ready.message) return;
  const condition: Condition = { type: 'Ready', lastTransitionTime: formatTime(context.now), ...ready };
  const others = conditions.filter(({ type }) => type !== 'Ready');
  context.client.updateStatus(SERVICE_CIDR, { ...range, status: { ...range.status, conditions: [...others, condition] } });
}

/** Whether an address would be in no range without this one. */
function isNeeded(context: LateContext, range: ServiceCIDR): boolean {
  const others = rangesBeside(context, nameOf(range)).flatMap((text) => parseCidr(text) ?? []);
  const own = (range.spec?.cidrs ?? []).flatMap((text) => parseCidr(text) ?? []);
  return context
    .lister(IP_ADDRESS)
    .list()
    .some((address) => {
      const ip = parseIp(nameOf(address));
      const isIn = (ranges: typeof own): boolean => ip !== undefined && ranges.some((each) => cidrContains(each, ip));
      return isIn(own) && !isIn(others);
    });
}

function rangesBeside(context: LateContext, name: string): readonly string[] {
  const known = context.lister(SERVICE_CIDR).list();
  const hasDefault = name === 'kubernetes' || known.some((range) => nameOf(range) === 'kubernetes');
  return [
    ...(hasDefault ? [] : [context.spec.serviceCidr ?? DEFAULT_SERVICE_CIDR]),
    ...known.filter((range) => nameOf(range) !== name).flatMap(({ spec }) => spec?.cidrs ?? []),
  ];
}
