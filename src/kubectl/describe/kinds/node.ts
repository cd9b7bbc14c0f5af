import { ApiError } from '../../../api/errors.ts';
import { grantedSpec } from '../../../api/pod/granted.ts';
import { podLimitList, podRequestList } from '../../../api/pod/resources.ts';
import { addQuantities, quantityMilli } from '../../../api/quantity.ts';
import { LEASE, POD, RESOURCE_SLICE } from '../../../api/resources.ts';
import type { Lease, Node, Pod, ResourceSlice, Taint } from '../../../api/types.gen.ts';
import { isFailure } from '../../errors.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, getObject, listObjects } from '../../session.ts';
import { defineDescriber } from '../describer.ts';
import { annotationLines, field, labelLines, longTime, multiline, optional, since, sorted, tableLines } from '../text.ts';

type Amounts = { readonly [name: string]: string };

export const nodeDescriber = defineDescriber<Node>({
  kind: 'Node',
  async describe(session, node, now) {
    const { metadata, spec, status } = node;
    return [
      field('Name', metadata.name ?? ''),
      field('Roles', rolesOf(node).join(',') || '<none>'),
      labelLines('Labels', metadata.labels),
      annotationLines('Annotations', metadata.annotations),
      field('CreationTimestamp', longTime(metadata.creationTimestamp)),
      multiline('Taints', taintTexts(spec?.taints ?? [])),
      field('Unschedulable', spec?.unschedulable === true),
      await leaseLines(session, metadata.name ?? ''),
      conditionLines(node),
      `Addresses:\n${(status?.addresses ?? []).map(({ type, address }) => field(`  ${type}`, address)).join('')}`,
      amountLines('Capacity', status?.capacity),
      amountLines('Allocatable', status?.allocatable),
      await sliceLines(session, metadata.name ?? ''),
      systemLines(node),
      optional('PodCIDR', spec?.podCIDR),
      optional('PodCIDRs', spec?.podCIDRs?.join(',')),
      optional('ProviderID', spec?.providerID),
      await podLines(session, node, now),
    ].join('');
  },
});

/** Suffixes of `node-role.kubernetes.io/` labels, and the value of `kubernetes.io/role`. */
function rolesOf({ metadata }: Node): readonly string[] {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith('node-role.kubernetes.io/')) return [key.slice('node-role.kubernetes.io/'.length)].filter((role) => role !== '');
    return key === 'kubernetes.io/role' && value !== '' ? [value] : [];
  });
  return [...new Set(roles)].toSorted();
}

function taintTexts(taints: readonly Taint[]): readonly string[] {
  const order = (taint: Taint) => `${taint.effect},${taint.key}`;
  return taints
    .toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
    .map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`);
}

async function leaseLines(session: Session, name: string): Promise<string> {
  try {
    const resource = await resolveType(session, `${LEASE.resource}.${LEASE.group}`);
    const { spec } = (await getObject(session, { resource, namespace: 'kube-node-lease', name })) as Lease;
    const time = (at: string | undefined) => (at === undefined ? '<unset>' : longTime(at));
    return `Lease:\n${field('  HolderIdentity', spec?.holderIdentity ?? '<unset>')}${field('  AcquireTime', time(spec?.acquireTime))}${field('  RenewTime', time(spec?.renewTime))}`;
  } catch (error) {
    if (isFailure(error)) return `Lease:\tFailed to get lease: ${error.message}\n`;
    throw error;
  }
}

function conditionLines({ status }: Node): string {
  const conditions = status?.conditions ?? [];
  if (conditions.length === 0) return '';
  const rows = conditions.map(
    ({ type, status: value, lastHeartbeatTime, lastTransitionTime, reason = '', message = '' }) =>
      `  ${type} \t${value} \t${longTime(lastHeartbeatTime)} \t${longTime(lastTransitionTime)} \t${reason} \t${message}\n`,
  );
  const head = '  Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage\n';
  return `Conditions:\n${head}  ----\t------\t-----------------\t------------------\t------\t-------\n${rows.join('')}`;
}

function amountLines(title: string, amounts: Amounts | undefined): string {
  const lines = sorted(amounts).map(([name, quantity]) => field(`  ${name}`, quantity));
  return lines.length === 0 ? '' : `${title}:\n${lines.join('')}`;
}

const MOST_POOLS = 10;

/** Devices of the node's own, pool by pool. */
async function sliceLines(session: Session, node: string): Promise<string> {
  const pools = new Map<string, { driver: string; pool: string; slices: number; devices: number }>();
  for (const { spec } of await slicesOf(session, node)) {
    const key = `${spec.driver}/${spec.pool.name}`;
    const { slices, devices } = pools.get(key) ?? { slices: 0, devices: 0 };
    pools.set(key, { driver: spec.driver, pool: spec.pool.name, slices: slices + 1, devices: devices + (spec.devices?.length ?? 0) });
  }
  if (pools.size === 0) return '';
  const rows = sorted(Object.fromEntries(pools)).map(([, { driver, pool, slices, devices }]) => [driver, pool, slices, devices]);
  const table = tableLines('  ', ['Driver', 'Pool', 'Slices', 'Devices'], rows.slice(0, MOST_POOLS));
  const more = rows.length > MOST_POOLS ? `  ...and ${rows.length - MOST_POOLS} more pools\n` : '';
  return `Node-Local ResourceSlices:\n${table}${more}`;
}

async function slicesOf(session: Session, node: string): Promise<readonly ResourceSlice[]> {
  try {
    const resource = await resolveType(session, `${RESOURCE_SLICE.resource}.${RESOURCE_SLICE.group}`);
    const list = await listObjects(session, { resource, namespace: '' }, { fieldSelector: `spec.nodeName=${node}` });
    return list.items as readonly ResourceSlice[];
  } catch (error) {
    if (isFailure(error)) return [];
    throw error;
  }
}

function systemLines({ status }: Node): string {
  const info = status?.nodeInfo;
  return [
    'System Info:\n',
    field('  Machine ID', info?.machineID ?? ''),
    field('  System UUID', info?.systemUUID ?? ''),
    field('  Boot ID', info?.bootID ?? ''),
    field('  Kernel Version', info?.kernelVersion ?? ''),
    field('  OS Image', info?.osImage ?? ''),
    field('  Operating System', info?.operatingSystem ?? ''),
    field('  Architecture', info?.architecture ?? ''),
    field('  Container Runtime Version', info?.containerRuntimeVersion ?? ''),
    field('  Kubelet Version', info?.kubeletVersion ?? ''),
  ].join('');
}

async function podLines(session: Session, node: Node, now: number): Promise<string> {
  try {
    return podTable(await podsOn(session, node), node, now);
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'Forbidden') return field('Pods', 'not authorized');
    throw error;
  }
}

async function podsOn(session: Session, { metadata }: Node): Promise<readonly Pod[]> {
  const resource = await resolveType(session, POD.resource);
  const fieldSelector = `spec.nodeName=${metadata.name ?? ''},status.phase!=Failed,status.phase!=Succeeded`;
  return (await listObjects(session, { resource, namespace: '' }, { fieldSelector })).items as readonly Pod[];
}

function podTable(pods: readonly Pod[], { status }: Node, now: number): string {
  const allocatable = status?.allocatable ?? status?.capacity ?? {};
  const head = '  Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge\n';
  const rule = '  ---------\t----\t\t------------\t----------\t---------------\t-------------\t---\n';
  const rows = pods.map((pod) => podRow(pod, allocatable, now));
  return `Non-terminated Pods:\t(${pods.length} in total)\n${head}${rule}${rows.join('')}${totalLines(pods, allocatable)}`;
}

function podRow(pod: Pod, allocatable: Amounts, now: number): string {
  const { metadata } = pod;
  const requests = podRequestList(grantedSpec(pod));
  const limits = podLimitList(grantedSpec(pod));
  const cells = (['cpu', 'memory'] as const).flatMap((name) => [share(requests, allocatable, name), share(limits, allocatable, name)]);
  return `  ${metadata.namespace ?? ''}\t${metadata.name ?? ''}\t\t${cells.join('\t')}\t${since(metadata.creationTimestamp, now)}\n`;
}

/** `250m (6%)`, the percentage truncated. */
function share(amounts: Amounts, allocatable: Amounts, name: string): string {
  const all = quantityMilli(allocatable[name]);
  const percent = all === 0 ? 0 : Math.trunc((quantityMilli(amounts[name]) / all) * 100);
  return `${amounts[name] ?? '0'} (${percent}%)`;
}

const STANDARD = ['cpu', 'memory', 'ephemeral-storage'];

function totalLines(pods: readonly Pod[], allocatable: Amounts): string {
  const requests = sum(pods.map((pod) => podRequestList(grantedSpec(pod))));
  const limits = sum(pods.map((pod) => podLimitList(grantedSpec(pod))));
  const others = Object.keys(allocatable)
    .filter((name) => !STANDARD.includes(name) && name !== 'pods')
    .toSorted();
  const huge = others.filter((name) => name.startsWith('hugepages-'));
  const extended = others.filter((name) => !name.startsWith('hugepages-'));
  const rows = [
    ...[...STANDARD, ...huge].map((name) => `  ${name}\t${share(requests, allocatable, name)}\t${share(limits, allocatable, name)}\n`),
    ...extended.map((name) => `  ${name}\t${requests[name] ?? '0'}\t${limits[name] ?? '0'}\n`),
  ];
  const head =
    '  (Total limits may be over 100 percent, i.e., overcommitted.)\n  Resource\tRequests\tLimits\n  --------\t--------\t------\n';
  return `Allocated resources:\n${head}${rows.join('')}`;
}

function sum(lists: readonly Amounts[]): Amounts {
  const totals: Record<string, string> = {};
  for (const list of lists) {
    for (const [name, quantity] of Object.entries(list)) {
      const before = totals[name];
      totals[name] = before === undefined ? quantity : addQuantities(before, quantity);
    }
  }
  return totals;
}
