import { POD_METRICS, type PodMetrics } from '../../../api/metrics.ts';
import { nameOf, namespaceOf } from '../../../api/object.ts';
import { POD } from '../../../api/resources.ts';
import { parseTime } from '../../../api/time.ts';
import type { Pod } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { goDuration } from '../../parse/duration.ts';
import { type Session, err } from '../../session.ts';
import { metricsFor, objectsFor } from './ask.ts';
import { amountsOf, cells, laidOut, sorted } from './measured.ts';

export interface PodFlags {
  readonly selector: string;
  readonly fieldSelector: string;
  readonly sortBy: string;
  readonly noHeaders: boolean;
  readonly showSwap: boolean;
  readonly containers: boolean;
  readonly allNamespaces: boolean;
  readonly sum: boolean;
}

/** `kubectl top pod`. */
export async function topPods(session: Session, name: string, flags: PodFlags): Promise<void> {
  const namespace = flags.allNamespaces ? '' : session.namespace;
  const options = { labelSelector: flags.selector, fieldSelector: flags.fieldSelector };
  const metrics = (await metricsFor(session, POD_METRICS, namespace, name, options)) as readonly PodMetrics[];
  if (metrics.length === 0) return explainNothing(session, name, flags);
  session.stdout.push(laidOut(rowsOf(metrics, flags)));
}

function rowsOf(metrics: readonly PodMetrics[], flags: PodFlags): readonly (readonly string[])[] {
  const { allNamespaces, containers, noHeaders, showSwap, sortBy, sum } = flags;
  const heads = ['NAME', 'CPU(cores)', 'MEMORY(bytes)', ...(showSwap ? ['SWAP(bytes)'] : [])];
  const prefix = [...(allNamespaces ? ['NAMESPACE'] : []), ...(containers ? ['POD'] : [])];
  const pods = metrics.map((pod) => ({
    name: nameOf(pod),
    namespace: namespaceOf(pod),
    parts: pod.containers.map((container) => ({ name: container.name, namespace: '', ...amountsOf([container.usage]) })),
    ...amountsOf(pod.containers.map(({ usage }) => usage)),
  }));
  const rows = sorted(pods, sortBy, allNamespaces).flatMap((pod) => {
    const start = allNamespaces ? [pod.namespace] : [];
    if (!containers) return [[...start, pod.name, ...cells(pod, showSwap)]];
    return sorted(pod.parts, sortBy, false).map((part) => [...start, pod.name, part.name, ...cells(part, showSwap)]);
  });
  // Columns before the names are counted with the headers, where they are printed.
  const width = heads.length + (noHeaders ? 0 : prefix.length);
  return [...(noHeaders ? [] : [[...prefix, ...heads]]), ...rows, ...(sum ? sumRows(metrics, width, showSwap) : [])];
}

function sumRows(metrics: readonly PodMetrics[], width: number, showSwap: boolean): readonly (readonly string[])[] {
  const blank = (count: number) => Array.from({ length: Math.max(0, count) }, () => '');
  const total = amountsOf(metrics.flatMap(({ containers }) => containers.map(({ usage }) => usage)));
  return [
    [...blank(width - 2), '________', '________'],
    [...blank(width - 3), '', ...cells(total, showSwap)],
  ];
}

/** Measurements of new pods take a while. */
const PATIENCE_MS = 120_000;

async function explainNothing(session: Session, name: string, flags: PodFlags): Promise<void> {
  const { selector: labelSelector, fieldSelector } = flags;
  const pods = (await objectsFor(session, POD, session.namespace, name, { labelSelector, fieldSelector })) as readonly Pod[];
  for (const pod of pods) {
    const ageMs = session.port.now() - parseTime(pod.metadata.creationTimestamp ?? '');
    if (ageMs > PATIENCE_MS)
      throw new CommandError(`Metrics not available for pod ${namespaceOf(pod)}/${nameOf(pod)}, age: ${goDuration(ageMs)}`);
  }
  if (pods.length > 0) throw new CommandError('metrics not available yet');
  err(session, flags.allNamespaces ? 'No resources found' : `No resources found in ${session.namespace} namespace.`);
}
