import type { Column } from '../../kind.ts';
import { podReadyText, podRestartsText, podStatusText } from '../../pod/status.ts';
import type { Pod } from '../../types.gen.ts';
import { AGE, NAME, column, orNone, wideColumn } from '../columns.ts';

export const POD_COLUMNS: readonly Column<Pod>[] = [
  NAME,
  column<Pod>('Ready', 'string', podReadyText),
  column<Pod>('Status', 'string', podStatusText),
  column<Pod>('Restarts', 'string', podRestartsText),
  AGE,
  wideColumn<Pod>('IP', (pod) => orNone(pod.status?.podIPs?.[0]?.ip ?? pod.status?.podIP)),
  wideColumn<Pod>('Node', (pod) => orNone(pod.spec?.nodeName)),
  wideColumn<Pod>('Nominated Node', (pod) => orNone(pod.status?.nominatedNodeName)),
  wideColumn<Pod>('Readiness Gates', readinessGates),
];

function readinessGates(pod: Pod): string {
  const gates = pod.spec?.readinessGates ?? [];
  if (gates.length === 0) return '<none>';
  const isTrue = (type: string): boolean =>
    pod.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true;
  return `${gates.filter(({ conditionType }) => isTrue(conditionType)).length}/${gates.length}`;
}
