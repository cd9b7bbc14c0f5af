import { NODE_METRICS, POD_METRICS, type NodeMetrics, type PodMetrics, type ResourceUse } from '../../metrics.ts';
import { addQuantities } from '../../quantity.ts';
import { NAME, column } from '../columns.ts';
import { virtualKind } from '../virtual.ts';

const READS = ['get', 'list'];

/** As a metrics-server describes them: without singular names, and with columns of small letters. */
export const nodeMetricsKind = virtualKind<NodeMetrics>(NODE_METRICS, {
  singular: '',
  verbs: READS,
  columns: [
    NAME,
    { name: 'cpu', type: 'string', format: 'quantity', cell: ({ usage }) => usage.cpu },
    { name: 'memory', type: 'string', format: 'quantity', cell: ({ usage }) => usage.memory },
    { ...column<NodeMetrics>('Window', 'string', ({ window }) => window), format: 'duration' },
  ],
});

export const podMetricsKind = virtualKind<PodMetrics>(POD_METRICS, {
  singular: '',
  verbs: READS,
  columns: [
    NAME,
    { name: 'cpu', type: 'string', format: 'quantity', cell: (pod) => totalOf(pod, 'cpu') },
    { name: 'memory', type: 'string', format: 'quantity', cell: (pod) => totalOf(pod, 'memory') },
    { ...column<PodMetrics>('Window', 'string', ({ window }) => window), format: 'duration' },
  ],
});

function totalOf({ containers }: PodMetrics, resource: keyof ResourceUse): string {
  return containers.map(({ usage }) => usage[resource]).reduce(addQuantities, '0');
}

/** The kinds of the metrics API, which another server serves than the one of all others. */
export const METRICS_KINDS = [nodeMetricsKind, podMetricsKind];
