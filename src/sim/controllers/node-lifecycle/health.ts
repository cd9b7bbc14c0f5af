import { findCondition } from '../../../api/pod/conditions.ts';
import { LEASE, NODE } from '../../../api/resources.ts';
import { ApiError } from '../../../api/errors.ts';
import { formatTime, parseTime } from '../../../api/time.ts';
import type { Node, NodeCondition } from '../../../api/types.gen.ts';
import type { LifecycleContext, NodeHealth } from './memory.ts';

/** How long a node may be silent; longer until its kubelet has spoken for the first time. */
const GRACE_MS = 50_000;
const STARTUP_GRACE_MS = 60_000;
const CONDITIONS = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/**
 * Takes note of signs of life, and calls a node that gave none for too long Unknown (tryUpdateNodeHealth). Gives the status of
 * its Ready condition before that. What counts is when a change was observed here, not what its timestamp says.
 */
export function checkHealth(context: LifecycleContext, node: Node, health: NodeHealth): string | undefined {
  const ready = findCondition(node.status?.conditions, 'Ready');
  observe(context, node, health, ready);
  const grace = ready === undefined ? STARTUP_GRACE_MS : GRACE_MS;
  const checked = context.now > health.probeAt + grace ? callUnknown(context, node) : node;
  health.ready = (checked === node ? ready : findCondition(checked.status?.conditions, 'Ready'))?.status ?? '';
  return ready?.status;
}

function observe(context: LifecycleContext, node: Node, health: NodeHealth, ready: NodeCondition | undefined): void {
  const heartbeat = ready?.lastHeartbeatTime ?? '';
  if (health.probeAt === 0) {
    health.probeAt = ready === undefined ? parseTime(node.metadata.creationTimestamp ?? formatTime(context.now)) : context.now;
  } else if (heartbeat !== health.heartbeat) {
    health.probeAt = context.now;
  }
  health.heartbeat = heartbeat;
  const renewTime = context.lister(LEASE).byKey(health.lease)?.spec?.renewTime;
  if (renewTime === undefined || renewTime === health.renewTime) return;
  health.renewTime = renewTime;
  health.probeAt = context.now;
}

function callUnknown(context: LifecycleContext, node: Node): Node {
  const ready = findCondition(node.status?.conditions, 'Ready');
  if (ready?.status === 'Unknown') return node;
  const name = node.metadata.name ?? '';
  context.resumeFault(name);
  context.because(`node ${name} was silent for too long`);
  const now = formatTime(context.now);
  const present = (node.status?.conditions ?? []).map((condition) =>
    CONDITIONS.includes(condition.type) ? unknown(condition, now) : condition,
  );
  const missing = CONDITIONS.filter((type) => findCondition(present, type) === undefined).map((type) => neverUpdated(type, node, now));
  try {
    return context.client.updateStatus(NODE, { ...node, status: { ...node.status, conditions: [...present, ...missing] } });
  } catch (error) {
    // Somebody else wrote to the node meanwhile: the next look will see it.
    if (!(error instanceof ApiError)) throw error;
    return node;
  }
}

function unknown(condition: NodeCondition, now: string): NodeCondition {
  if (condition.status === 'Unknown') return condition;
  return {
    ...condition,
    status: 'Unknown',
    reason: 'NodeStatusUnknown',
    message: 'Kubelet stopped posting node status.',
    lastTransitionTime: now,
  };
}

function neverUpdated(type: string, node: Node, now: string): NodeCondition {
  return {
    type,
    status: 'Unknown',
    reason: 'NodeStatusNeverUpdated',
    message: 'Kubelet never posted node status.',
    lastHeartbeatTime: node.metadata.creationTimestamp ?? now,
    lastTransitionTime: now,
  };
}
