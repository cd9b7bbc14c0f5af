import { quantityMilli, quantityValue } from '../../api/quantity.ts';
import type { Node } from '../../api/types.gen.ts';
import { NodeFlag } from '../../protocol/frame.ts';

export interface NodeRow {
  readonly name: string;
  readonly zone: string;
  readonly roles: string;
  readonly flags: number;
  readonly reason: string;
  /** Millicores, bytes, and a count. */
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
  readonly taints: string;
}

/** A list as JSON, '' when there is nothing in it. */
export function listText(list: readonly unknown[] | undefined): string {
  return list === undefined || list.length === 0 ? '' : JSON.stringify(list);
}

const ROLE_LABEL = 'node-role.kubernetes.io/';
/** Taints that say what the flags say already. */
const OWN_TAINTS = /^node\.kubernetes\.io\/(unschedulable|not-ready|unreachable)$/;

export function nodeRow(node: Node): NodeRow {
  const { allocatable, conditions = [] } = node.status ?? {};
  const labels = node.metadata.labels ?? {};
  const roles = Object.keys(labels).flatMap((key) => (key.startsWith(ROLE_LABEL) ? [key.slice(ROLE_LABEL.length)] : []));
  const bad = conditions.find(({ type, status }) => (type === 'Ready' ? status !== 'True' : status === 'True'));
  return {
    name: node.metadata.name ?? '',
    zone: labels['topology.kubernetes.io/zone'] ?? '',
    roles: roles.join(', '),
    flags: flagsOf(node, roles),
    reason: bad?.reason ?? '',
    cpu: quantityMilli(allocatable?.['cpu']),
    memory: quantityValue(allocatable?.['memory']),
    pods: quantityValue(allocatable?.['pods']),
    taints: listText(node.spec?.taints),
  };
}

function flagsOf(node: Node, roles: readonly string[]): number {
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
  const tainted = node.spec?.taints?.some(({ key }) => !OWN_TAINTS.test(key)) ?? false;
  return (
    (ready === 'True' ? NodeFlag.ready : 0) |
    (ready === 'Unknown' ? NodeFlag.unknown : 0) |
    (node.spec?.unschedulable === true ? NodeFlag.cordoned : 0) |
    (roles.includes('control-plane') ? NodeFlag.controlPlane : 0) |
    (tainted ? NodeFlag.tainted : 0)
  );
}
