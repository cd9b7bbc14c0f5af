/**
 * metrics-server, in the place of one: every 15 s it would ask all kubelets. Nothing happens here until somebody wants to know; then
 * the last of those moments is reckoned, from what kubelets tell of their containers. Kept are no measurements, so a node that has
 * fallen silent has none at once.
 */
import { NODE } from '../../../api/resources.ts';
import type { ContainerUse, MetricsQuestion, NodeSample, PodSample, Samples } from '../../../api/metrics.ts';
import { quantityMilli, quantityValue } from '../../../api/quantity.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { parseTime } from '../../../api/time.ts';
import type { Container, Node, Pod } from '../../../api/types.gen.ts';
import { parseReference } from '../../images/reference.ts';
import { IMAGE_WORLD } from '../../images/registry.ts';
import type { Call } from '../../images/image.ts';
import { type Use, useOf } from '../../images/use/use.ts';
import type { LateBehaviour, LateContext } from '../../kernel/late-component.ts';
import { type PodStatistics, SPAN_MS } from '../statistics.ts';
import {
  type ContainerStatistics,
  type Interval,
  type Limits,
  type Measurement,
  measureContainer,
  measureSystem,
  shareOf,
} from './measure.ts';

/** A container is measured once it has run for so long (freshContainerMinMetricsResolution). */
const FRESH_MS = 10_000;

export const metricsServer: LateBehaviour = {
  onChange: () => undefined,
  sync: () => undefined,
  ask: (context, question) => samples(context, question as unknown as MetricsQuestion) as unknown as JsonValue,
};

function samples(context: LateContext, { nodes }: MetricsQuestion): Samples {
  const to = Math.floor(context.now / SPAN_MS) * SPAN_MS;
  const interval = { from: to - SPAN_MS, to };
  const wanted = nodes === undefined ? undefined : new Set(nodes);
  const found = context.client.list(NODE).items.filter(({ metadata }) => wanted === undefined || wanted.has(metadata.name ?? ''));
  const measured = found.map((node) => [node.metadata.name ?? '', measureNode(context, node, interval)] as const);
  return {
    at: to,
    windowMs: SPAN_MS,
    nodes: Object.fromEntries(measured.filter(([, sample]) => sample !== undefined)) as Samples['nodes'],
  };
}

function measureNode(context: LateContext, node: Node, interval: Interval): NodeSample | undefined {
  const name = node.metadata.name ?? '';
  const told = context.ask('kubelet', name, { type: 'statistics' }) as unknown as readonly PodStatistics[] | undefined;
  if (told === undefined || parseTime(node.metadata.creationTimestamp ?? '') > interval.from) return undefined;
  const running = told.flatMap((pod) => runningAt(interval.to, pod));
  const measured = running.flatMap((own) => {
    const container = containerOf(own.pod, own.name);
    return container === undefined ? [] : [{ own, use: measureContainer(useIn(container, own), own, limitsOf(container), interval) }];
  });
  const capacity = capacityOf(node);
  const system = measureSystem(name, new Set(measured.map(({ own }) => own.uid)).size, capacity, interval);
  const share = shareOf(capacity.cpuMilli, [system, ...measured.map(({ use }) => use)]);
  const shared = measured.map(({ own, use }) => ({ own, use: { ...use, cpuNano: Math.floor(use.cpuNano * share) } }));
  return {
    cpuNano: Math.min(capacity.cpuMilli * 1e6 || Infinity, sum('cpuNano', system, measured)),
    bytes: Math.min(capacity.memoryBytes || Infinity, sum('bytes', system, shared)),
    pods: podsOf(shared, interval),
  };
}

function runningAt(to: number, { uid, pod, containers }: PodStatistics): readonly Running[] {
  return containers
    .filter(
      ({ state, startedAt, finishedAt }) =>
        startedAt > 0 && startedAt <= to && (state === 'running' || (state === 'exited' && finishedAt > to)),
    )
    .map((record) => ({ ...record, uid, pod }));
}

type Running = ContainerStatistics & Pick<PodStatistics, 'pod'>;

interface Shared {
  readonly own: ContainerStatistics;
  readonly use: Measurement;
}

function sum(what: keyof Measurement, system: Measurement, shared: readonly Shared[]): number {
  return shared.reduce((all, { use }) => all + use[what], system[what]);
}

/** Pods of which every container was measured, by their uid. */
function podsOf(shared: readonly Shared[], { from, to }: Interval): NodeSample['pods'] {
  const pods = new Map<string, { windowMs: number; containers: ContainerUse[]; isWhole: boolean }>();
  for (const { own, use } of shared) {
    const pod = pods.get(own.uid) ?? { windowMs: to - Math.max(from, own.startedAt), containers: [], isWhole: true };
    if (own.startedAt > to - FRESH_MS) pod.isWhole = false;
    pod.containers.push({ name: own.name, ...use });
    pods.set(own.uid, pod);
  }
  const whole = [...pods].filter(([, { isWhole }]) => isWhole);
  return Object.fromEntries(whole.map(([uid, { windowMs, containers }]): [string, PodSample] => [uid, { windowMs, containers }]));
}

function containerOf({ spec }: Pod, name: string): Container | undefined {
  const isNamed = (container: { readonly name: string }) => container.name === name;
  return spec?.containers.find(isNamed) ?? spec?.initContainers?.find(isNamed);
}

function useIn(container: Container, own: ContainerStatistics): Use {
  const { requests } = container.resources ?? {};
  const requested = { cpuMilli: quantityMilli(requests?.['cpu']), memoryBytes: quantityValue(requests?.['memory']) };
  return useOf(IMAGE_WORLD, callOf(container, own), requested);
}

function callOf({ image = '', command = [], args = [] }: Container, { env }: ContainerStatistics): Call {
  const parsed = parseReference(image);
  const { repository, tag } = 'error' in parsed ? { repository: '', tag: '' } : parsed.reference;
  return { repository, tag, command, args, env, ports: [], hostname: '', podIP: '', shell: IMAGE_WORLD.shell };
}

function limitsOf({ resources }: Container): Limits {
  const { limits } = resources ?? {};
  return { cpuMilli: quantityMilli(limits?.['cpu']), memoryBytes: quantityValue(limits?.['memory']) };
}

function capacityOf({ status }: Node): Limits {
  return { cpuMilli: quantityMilli(status?.capacity?.['cpu']), memoryBytes: quantityValue(status?.capacity?.['memory']) };
}
