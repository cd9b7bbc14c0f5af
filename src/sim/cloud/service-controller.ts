/**
 * The cloud's service controller (cloud-provider/controllers/service): gives Services of type LoadBalancer an address from
 * outside, and takes it away again. Where the cluster has no cloud, as in the recordings of a bare control plane, it stands still.
 */
import { keyOf, splitKey } from '../../api/object.ts';
import { NODE, SERVICE } from '../../api/resources.ts';
import type { Node, Service } from '../../api/types.gen.ts';
import { type Change, type ComponentContext, defineComponent, watch } from '../kernel/component.ts';

const FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';
/** How long the cloud takes; a real one needs 20 to 120 s. */
const ENSURE_MS = 5000;
/** Load balancers learn of new and lost machines with a delay (nodeSyncPeriod). */
const NODE_SYNC_MS = 100_000;
const NODE_SYNC = 'node-sync';

/** TEST-NET-3, TEST-NET-2 and TEST-NET-1: addresses that nobody has. */
const RANGES = ['203.0.113.', '198.51.100.', '192.0.2.'];
const HOSTS = 254;

interface Memory {
  /** Address → Service. */
  readonly addresses: Map<string, string>;
  /** Service → its load balancer. */
  readonly balancers: Map<string, Balancer>;
  /** Machines that traffic may enter through. */
  readonly machines: Set<string>;
  nodeSyncDue: boolean;
}

interface Balancer {
  readonly address: string;
  /** When the cloud has made it. */
  readonly readyAt: number;
}

type Cloud = ComponentContext<Memory>;

export const serviceController = defineComponent<Memory>({
  name: 'service-controller',
  process: 'cloud-controller-manager',
  user: 'system:serviceaccount:kube-system:service-controller',
  watches: [watch(SERVICE, serviceChanged), watch(NODE, nodeChanged)],
  init: () => ({ addresses: new Map(), balancers: new Map(), machines: new Set(), nodeSyncDue: false }),
  sync,
  onTimer: updateMachines,
});

function serviceChanged(context: Cloud, { type, object }: Change<Service>): void {
  if (context.spec.images === 'preloaded') return;
  if (type === 'ADDED') claimAddress(context.memory, object);
  if (wantsBalancer(object) || hasFinalizer(object) || context.memory.balancers.has(keyOf(object))) context.enqueue(keyOf(object));
}

/** Found when the controller starts: the cloud has given it away already. */
function claimAddress({ addresses }: Memory, service: Service): void {
  const ip = service.status?.loadBalancer?.ingress?.[0]?.ip;
  if (ip !== undefined && wantsBalancer(service) && !addresses.has(ip)) addresses.set(ip, keyOf(service));
}

function nodeChanged(context: Cloud, { type, object }: Change<Node>): void {
  const { memory } = context;
  const name = object.metadata.name ?? '';
  const wanted = type !== 'DELETED' && object.metadata.labels?.['node.kubernetes.io/exclude-from-external-load-balancers'] === undefined;
  if (wanted === memory.machines.has(name)) return;
  if (wanted) memory.machines.add(name);
  else memory.machines.delete(name);
  if (memory.nodeSyncDue || memory.balancers.size === 0) return;
  memory.nodeSyncDue = true;
  context.timer(NODE_SYNC, NODE_SYNC_MS);
}

function updateMachines(context: Cloud): void {
  context.memory.nodeSyncDue = false;
  for (const key of context.memory.balancers.keys()) {
    const service = context.lister(SERVICE).byKey(key);
    if (service !== undefined && wantsBalancer(service))
      context.event(service, 'Normal', 'UpdatedLoadBalancer', 'Updated load balancer with new hosts');
  }
}

function wantsBalancer({ spec, metadata }: Service): boolean {
  return spec?.type === 'LoadBalancer' && spec.loadBalancerClass === undefined && metadata.deletionTimestamp === undefined;
}

function hasFinalizer({ metadata }: Service): boolean {
  return metadata.finalizers?.includes(FINALIZER) === true;
}

function sync(context: Cloud, key: string): number | void {
  const service = context.lister(SERVICE).byKey(key);
  if (service === undefined) forget(context, key);
  else if (wantsBalancer(service)) return ensure(context, key, service);
  else if (hasFinalizer(service)) remove(context, key, service);
  return undefined;
}

function ensure(context: Cloud, key: string, service: Service): number | void {
  const balancer = context.memory.balancers.get(key) ?? order(context, key, service);
  if (balancer === undefined) return undefined;
  if (!hasFinalizer(service)) addFinalizer(context, service);
  const left = balancer.readyAt - context.now;
  if (left > 0) return left;
  const present = service.status?.loadBalancer?.ingress?.[0]?.ip;
  if (present === balancer.address) return undefined;
  const { namespace, name } = splitKey(key);
  context.client.patch(
    SERVICE,
    namespace,
    name,
    'merge',
    { status: { loadBalancer: { ingress: [{ ip: balancer.address, ipMode: 'VIP' }] } } },
    'status',
  );
  context.event(service, 'Normal', 'EnsuredLoadBalancer', 'Ensured load balancer');
  return undefined;
}

/** Asks the cloud for a load balancer. */
function order(context: Cloud, key: string, service: Service): Balancer | undefined {
  const { memory } = context;
  context.event(service, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer');
  const address = freeAddress(memory, service.spec?.loadBalancerIP);
  if (address === undefined) {
    context.event(
      service,
      'Warning',
      'SyncLoadBalancerFailed',
      'Error syncing load balancer: failed to ensure load balancer: quota of external addresses exceeded',
    );
    return undefined;
  }
  if (memory.machines.size === 0)
    context.event(service, 'Warning', 'UnAvailableLoadBalancer', 'There are no available nodes for LoadBalancer');
  const present = service.status?.loadBalancer?.ingress?.[0]?.ip;
  const balancer = { address: present ?? address, readyAt: context.now + (present === undefined ? ENSURE_MS : 0) };
  memory.addresses.set(balancer.address, key);
  memory.balancers.set(key, balancer);
  return balancer;
}

function freeAddress(memory: Memory, wanted: string | undefined): string | undefined {
  if (wanted !== undefined && wanted !== '' && !memory.addresses.has(wanted)) return wanted;
  for (const range of RANGES) {
    for (let host = 1; host <= HOSTS; host++) if (!memory.addresses.has(`${range}${host}`)) return `${range}${host}`;
  }
  return undefined;
}

function addFinalizer(context: Cloud, service: Service): void {
  const { namespace = '', name = '', finalizers = [] } = service.metadata;
  context.client.patch(SERVICE, namespace, name, 'merge', { metadata: { finalizers: [...finalizers, FINALIZER] } });
}

function remove(context: Cloud, key: string, service: Service): void {
  const { namespace = '', name = '', finalizers = [] } = service.metadata;
  context.event(service, 'Normal', 'DeletingLoadBalancer', 'Deleting load balancer');
  forget(context, key);
  if (service.metadata.deletionTimestamp === undefined) {
    context.client.patch(SERVICE, namespace, name, 'merge', { status: { loadBalancer: null } }, 'status');
  }
  context.client.patch(SERVICE, namespace, name, 'merge', {
    metadata: { finalizers: finalizers.filter((finalizer) => finalizer !== FINALIZER) },
  });
  context.event(service, 'Normal', 'DeletedLoadBalancer', 'Deleted load balancer');
}

function forget({ memory }: Cloud, key: string): void {
  const balancer = memory.balancers.get(key);
  if (balancer !== undefined) memory.addresses.delete(balancer.address);
  else for (const [address, holder] of memory.addresses) if (holder === key) memory.addresses.delete(address);
  memory.balancers.delete(key);
}
