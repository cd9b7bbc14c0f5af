import { NODE_METRICS, type NodeMetrics } from '../../../api/metrics.ts';
import { quantityMilli, quantityValue } from '../../../api/quantity.ts';
import { NODE } from '../../../api/resources.ts';
import type { Node } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import type { Session } from '../../session.ts';
import { metricsFor, objectsFor } from './ask.ts';
import { type Line, amountsOf, cells, laidOut, sorted } from './measured.ts';

export interface NodeFlags {
  readonly selector: string;
  readonly sortBy: string;
  readonly noHeaders: boolean;
  readonly showSwap: boolean;
  readonly showCapacity: boolean;
}

/** `kubectl top node`: what nodes use, in itself and of what they can give. */
export async function topNodes(session: Session, name: string, flags: NodeFlags): Promise<void> {
  const options = { labelSelector: flags.selector };
  const metrics = (await metricsFor(session, NODE_METRICS, '', name, options)) as readonly NodeMetrics[];
  if (metrics.length === 0) throw new CommandError('metrics not available yet');
  const nodes = (await objectsFor(session, NODE, '', name, options)) as readonly Node[];
  const measured = metrics.map(({ metadata, usage }) => ({ name: metadata.name ?? '', namespace: '', ...amountsOf([usage]) }));
  const lines = sorted(measured, flags.sortBy, false).map((line) => lineOf(line, nodes, flags));
  const known = new Set(measured.map((line) => line.name));
  const missing = nodes.map(({ metadata }) => metadata.name ?? '').filter((node) => !known.has(node));
  const unknown = missing.map((node) => [node, ...Array.from({ length: flags.showSwap ? 6 : 4 }, () => UNKNOWN)]);
  const heads = ['NAME', 'CPU(cores)', 'CPU(%)', 'MEMORY(bytes)', 'MEMORY(%)', ...(flags.showSwap ? ['SWAP(bytes)', 'SWAP(%)'] : [])];
  session.stdout.push(laidOut([...(flags.noHeaders ? [] : [heads]), ...lines, ...unknown]));
}

const UNKNOWN = '<unknown>';

function lineOf(line: Line, nodes: readonly Node[], { showCapacity, showSwap }: NodeFlags): readonly string[] {
  const status = nodes.find(({ metadata }) => metadata.name === line.name)?.status;
  const whole = showCapacity ? status?.capacity : status?.allocatable;
  const [cpu = '', memory = ''] = cells(line, false);
  const percent = (used: number, of: number) => `${of === 0 ? 0 : Math.trunc((used / of) * 100)}%`;
  return [
    line.name,
    cpu,
    ...(whole?.['cpu'] === undefined ? [] : [percent(line.cpuMilli, quantityMilli(whole['cpu']))]),
    memory,
    ...(whole?.['memory'] === undefined ? [] : [percent(line.bytes, quantityValue(whole['memory']))]),
    // Nodes say nothing of swap.
    ...(showSwap ? [UNKNOWN, UNKNOWN] : []),
  ];
}
