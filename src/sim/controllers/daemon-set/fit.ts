/** Whether a node is one for a DaemonSet's pods (NodeShouldRunDaemonPod). */
import { matchesNodeAffinity } from '../../../api/pod/node-affinity.ts';
import { firstUntolerated, isHardTaint } from '../../../api/pod/tolerations.ts';
import type { DaemonSet, Node } from '../../../api/types.gen.ts';
import { daemonSpec } from './pod.ts';

export interface Fit {
  /** A pod is to be made there if there is none. */
  readonly run: boolean;
  /** A pod that is there may stay. */
  readonly keep: boolean;
}

const FITS: Fit = { run: true, keep: true };
const STAYS: Fit = { run: false, keep: true };
const LEAVES: Fit = { run: false, keep: false };

export function fitOf({ spec }: DaemonSet, { metadata, spec: nodeSpec }: Node): Fit {
  const { name = '', labels } = metadata;
  const pod = daemonSpec(spec?.template);
  if ((pod.nodeName ?? '') !== '' && pod.nodeName !== name) return LEAVES;
  if (!matchesNodeAffinity(pod, { name, labels })) return LEAVES;
  const taints = nodeSpec?.taints ?? [];
  if (firstUntolerated(taints.filter(isHardTaint), pod.tolerations) === undefined) return FITS;
  const evicting = taints.filter(({ effect }) => effect === 'NoExecute');
  return firstUntolerated(evicting, pod.tolerations) === undefined ? STAYS : LEAVES;
}
