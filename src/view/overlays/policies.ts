import { policiesFor } from '../../api/network-policy/network-policy.ts';
import type { Reach } from '../../api/network-policy/reach.ts';
import type { NetworkPolicy } from '../../api/types.gen.ts';
import type { Frame } from '../frame.ts';
import { labelsOf } from '../labels.ts';
import type { FrameSource } from '../source.ts';

/** Bits: what some policy closes a pod for, but for what it allows. */
export const Closed = { ingress: 1, egress: 2 } as const;

/** Judges rows; pods of one namespace and one set of labels once. */
export function closedBy(policies: readonly NetworkPolicy[], frame: Frame, source: FrameSource): (row: number) => number {
  const known = new Map<number, number>();
  return (row) => {
    if (policies.length === 0) return 0;
    const namespace = frame.podNamespace[row] ?? 0;
    const set = frame.podLabels[row] ?? 0;
    const key = namespace * 2 ** 24 + set;
    const before = known.get(key);
    if (before !== undefined) return before;
    const end = { ip: '', namespace: source.string(namespace), labels: labelsOf(set, source) };
    const closed =
      (policiesFor(end, 'Ingress', policies).length > 0 ? Closed.ingress : 0) |
      (policiesFor(end, 'Egress', policies).length > 0 ? Closed.egress : 0);
    known.set(key, closed);
    return closed;
  };
}

/** Levels of `Reach` as one number: into the subject, and four times what is from it. */
export function reachBy({ groups, apart }: Reach, frame: Frame, source: FrameSource): (row: number) => number {
  const byGroup = new Map(groups.map(({ namespace, labels, into, from }) => [`${namespace} ${labels}`, into + 4 * from]));
  const byPod = new Map(apart.map(({ pod, into, from }) => [pod, into + 4 * from]));
  const known = new Map<number, number>();
  return (row) => {
    const namespace = frame.podNamespace[row] ?? 0;
    if (byPod.size > 0) {
      const own = byPod.get(`${source.string(namespace)}/${source.string(frame.podName[row] ?? 0)}`);
      if (own !== undefined) return own;
    }
    const key = namespace * 2 ** 24 + (frame.podLabels[row] ?? 0);
    const before =
      known.get(key) ?? byGroup.get(`${source.string(namespace)} ${JSON.stringify(labelsOf(frame.podLabels[row] ?? 0, source))}`);
    known.set(key, before ?? 0);
    return before ?? 0;
  };
}

export function intoOf(level: number): number {
  return level & 3;
}

export function fromOf(level: number): number {
  return level >> 2;
}
