/**
 * The node lifecycle controller (pkg/controller/nodelifecycle): finds nodes that have fallen silent, keeps taints in step with
 * conditions, marks the pods of lost nodes as not ready. It evicts nobody: that is what the NoExecute taints are for.
 */
import { zoneKey } from '../../../api/node-topology.ts';
import { NODE, POD, LEASE } from '../../../api/resources.ts';
import type { Node, Pod } from '../../../api/types.gen.ts';
import { type Change, type ComponentDefinition, defineComponent, watch } from '../../kernel/component.ts';
import { handleDisruption } from './disruption.ts';
import { checkHealth } from './health.ts';
import { type LifecycleContext, type LifecycleMemory, type NodeHealth, createLifecycleMemory, isExcluded } from './memory.ts';
import { markPodsNotReady } from './pods.ts';
import { followReadiness } from './readiness.ts';
import { runTaintQueues } from './taint-queues.ts';
import { isTaintedAsConditions, taintAsConditions } from './taints.ts';

const MONITOR_MS = 5000;
/** The first look comes once the first nodes have had time to register. */
const FIRST_LOOK_MS = 500;

export const nodeLifecycleController: ComponentDefinition<LifecycleMemory> = defineComponent<LifecycleMemory>({
  name: 'node-controller',
  process: 'kube-controller-manager',
  user: 'system:serviceaccount:kube-system:node-controller',
  watches: [watch(NODE, onNodeChange), watch(POD, onPodChange), watch(LEASE)],
  // Its writes share a client that is held to 20 a second upstream.
  syncMs: 10,
  init: createLifecycleMemory,
  start: (context) => context.timer('monitor', FIRST_LOOK_MS),
  sync(context, name) {
    const node = context.lister(NODE).get('', name);
    if (node !== undefined) taintAsConditions(context, node);
  },
  onTimer: (context, name) => (name === 'monitor' ? monitor(context) : runTaintQueues(context)),
});

function onNodeChange(context: LifecycleContext, { type, object: node }: Change<Node>): void {
  const { name = '', labels } = node.metadata;
  // Nodes change less often than they are looked at.
  const health = context.memory.nodes.get(name);
  if (health !== undefined) health.zone = zoneKey(labels);
  if (type !== 'DELETED' && !isTaintedAsConditions(node)) context.enqueue(name);
}

/** A pod that reaches a node which is known to be lost is not ready from the start. */
function onPodChange(context: LifecycleContext, { type, object: pod, previous }: Change<Pod>): void {
  const nodeName = pod.spec?.nodeName;
  if (type === 'DELETED' || !nodeName || previous?.spec?.nodeName === nodeName) return;
  const health = context.memory.nodes.get(nodeName);
  if (health !== undefined && health.ready !== 'True' && health.ready !== '') markPodsNotReady(context, [pod]);
}

/** Every five seconds, all nodes (monitorNodeHealth). */
function monitor(context: LifecycleContext): void {
  context.timer('monitor', MONITOR_MS);
  const nodes = context.lister(NODE).list();
  greetAndPart(context, nodes);
  const zones = new Map<string, (string | undefined)[]>();
  for (const node of nodes) {
    const health = context.memory.nodes.get(node.metadata.name ?? '');
    if (health === undefined) throw new Error('a node that was not greeted');
    const after = checkNode(context, node, health);
    const known = zones.get(health.zone) ?? [];
    if (known.length === 0) zones.set(health.zone, known);
    if (!isExcluded(node)) known.push(after);
  }
  handleDisruption(context, nodes, zones);
  runTaintQueues(context);
}

/** Looks at one node and gives its readiness after that. */
function checkNode(context: LifecycleContext, node: Node, health: NodeHealth): string | undefined {
  const from = context.cause;
  const before = checkHealth(context, node, health) ?? 'Unknown';
  const after = health.ready;
  if (after === '') return undefined;
  const name = node.metadata.name ?? '';
  followReadiness(context, node, before);
  if (after !== 'True' && before === 'True') {
    if (after === 'False') context.because(`node ${name} says that it is not ready`);
    context.event(node, 'Normal', 'NodeNotReady', `Node ${name} status is now: NodeNotReady`);
    markPodsNotReady(context, context.lister(POD).by('node', name));
  }
  context.resume(from);
  return after;
}

function newHealth({ metadata: { name = '', uid = '', labels } }: Node): NodeHealth {
  return { uid, lease: `kube-node-lease/${name}`, zone: zoneKey(labels), probeAt: 0, heartbeat: '', renewTime: '', ready: '' };
}

function greetAndPart(context: LifecycleContext, nodes: readonly Node[]): void {
  const known = context.memory.nodes;
  for (const node of nodes) {
    const { name = '', uid = '' } = node.metadata;
    if (known.get(name)?.uid === uid) continue;
    known.delete(name);
    known.set(name, newHealth(node));
    context.event(node, 'Normal', 'RegisteredNode', `Node ${name} event: Registered Node ${name} in Controller`);
  }
  if (known.size === nodes.length) return;
  const present = new Set(nodes.map((node) => node.metadata.name ?? ''));
  for (const [name, { uid }] of known) {
    if (present.has(name)) continue;
    known.delete(name);
    const gone: Node = { apiVersion: 'v1', kind: 'Node', metadata: { name, uid } };
    context.event(gone, 'Normal', 'RemovingNode', `Node ${name} event: Removing Node ${name} from Controller`);
  }
}
