/**
 * The kubelet, one per machine: registers its Node, keeps its Lease, and runs the pods that the scheduler gave it, with a
 * container runtime, an image store and a pod network that are simulated beside it. Not here: volumes' contents, cgroups,
 * eviction under pressure, static pods, in-place resize.
 */
import type { JsonValue } from '../../api/scalars.ts';
import { NODE, POD } from '../../api/resources.ts';
import type { ImageWorld } from '../images/world.ts';
import { type ComponentDefinition, defineComponent, watch } from '../kernel/component.ts';
import { type Question, answer } from './data-plane.ts';
import { HEARTBEAT, heartbeat } from './heartbeat.ts';
import { PULLED } from './image-store.ts';
import { type Kubelet, type KubeletMemory, newMemory } from './memory.ts';
import { syncPod } from './pod-worker.ts';
import { imagePulled, nodeChanged, podChanged } from './pods.ts';
import { type Signal, receive } from './power.ts';

export function kubeletWith(images: ImageWorld): ComponentDefinition<KubeletMemory, ImageWorld> {
  return defineComponent({ ...KUBELET, given: images });
}

const KUBELET: ComponentDefinition<KubeletMemory, ImageWorld> = {
  name: 'kubelet',
  process: 'kubelet',
  perMachine: true,
  worksOffline: true,
  user: 'system:node:{instance}',
  watches: [watch(POD, podChanged, { ofThisNode: true }), watch(NODE, nodeChanged, { ofThisNode: true })],
  // Pod workers run beside one another.
  syncMs: 0,
  init: newMemory,
  sync: syncPod,
  onTimer,
  onSignal: (context, signal) => receive(context, signal as unknown as Signal),
  onAsk: (context, question) => answer(context, question as unknown as Question),
};

function onTimer(context: Kubelet, name: string, data: JsonValue | undefined): void {
  if (name === HEARTBEAT) heartbeat(context, Number(data));
  else if (name === PULLED && isOfThisBoot(context, data)) pullIsOver(context, data);
}

const DEFER_MS = 1000;

/** A machine that is cut off tells of its pulls when it is back, and so does a kubelet that does not run. */
function pullIsOver(context: Kubelet, data: JsonValue | undefined): void {
  if (context.memory.power === 'on' && !context.memory.stopped) imagePulled(context);
  else context.timer(PULLED, DEFER_MS, data);
}

function isOfThisBoot(context: Kubelet, data: JsonValue | undefined): boolean {
  return (data as { readonly boot?: number } | undefined)?.boot === context.memory.boots;
}
