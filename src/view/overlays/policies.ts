import { policiesFor } from '../../api/network-policy/network-policy.ts';
import type { Reach } from '../../api/network-policy/reach.ts';
import type { NetworkPolicy } from '../../api/types.gen.ts';
import type { Frame } from '../frame.ts';
import { byLabels } from '../labels.ts';
import type { FrameSource } from '../source.ts';

/** Bits: what some policy closes a pod for, but for what it allows. */
export const Closed = { ingress: 1, egress: 2 } as const;

/** Judges rows. */
export function closedBy(policies: readonly NetworkPolicy[], frame: Frame, source: FrameSource): (row: number) => number {
  return byLabels(frame, source, (namespace, labels) => {
    const closes = (direction: 'Ingress' | 'Egress') => policiesFor({ ip: '', namespace, labels }, direction, policies).length > 0;
    return (closes('Ingress') ? Closed.ingress : 0) | (closes('Egress') ? Closed.egress : 0);
  });
}

/** Levels of `Reach` as one number: into the subject, and four times what is from it. */
export function reachBy({ groups, apart }: Reach, frame: Frame, source: FrameSource): (row: number) => number {
  const byGroup = new Map(groups.map(({ namespace, labels, into, from }) => [`${namespace} ${labels}`, into + 4 * from]));
  const byPod = new Map(apart.map(({ pod, into, from }) => [pod, into + 4 * from]));
  const ofGroup = byLabels(frame, source, (namespace, labels) => byGroup.get(`${namespace} ${JSON.stringify(labels)}`) ?? 0);
  if (byPod.size === 0) return ofGroup;
  const text = (column: Uint32Array, row: number): string => source.string(column[row] ?? 0);
  return (row) => byPod.get(`${text(frame.podNamespace, row)}/${text(frame.podName, row)}`) ?? ofGroup(row);
}

export function intoOf(level: number): number {
  return level & 3;
}

export function fromOf(level: number): number {
  return level >> 2;
}
