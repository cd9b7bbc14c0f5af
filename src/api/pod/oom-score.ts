/** How readily the kernel ends a container when memory runs out (pkg/kubelet/qos/policy.go): -997 hardly ever, 1000 first. */
import { quantityValue } from '../quantity.ts';
import type { Container, Pod, PodSpec } from '../types.gen.ts';
import { qosClassOf } from './qos.ts';
import { containersList, isSidecar } from './resources.ts';

const PROTECTED = -997;
const BEST_EFFORT = 1000;
/** Of pods that the node can't do without (system-node-critical). */
const NODE_CRITICAL = 2_000_001_000;

/** `memoryBytes`: what the node has. */
export function oomScoreOf({ spec = NO_SPEC }: Pod, container: Container, memoryBytes: number): number {
  const qosClass = qosClassOf(spec);
  if (qosClass === 'Guaranteed' || (spec.priority ?? 0) >= NODE_CRITICAL) return PROTECTED;
  if (qosClass === 'BestEffort') return BEST_EFFORT;
  const share = shareOfRest(spec);
  const scoreOf = (bytes: number): number => 1000 - Math.trunc((1000 * (bytes + share)) / memoryBytes);
  const own = scoreOf(memoryOf(container));
  // A sidecar goes no sooner than the container that it serves.
  const score = isSidecar(container) ? Math.min(own, scoreOf(Math.min(...spec.containers.map(memoryOf)))) : own;
  return Math.min(Math.max(score, BEST_EFFORT + PROTECTED), BEST_EFFORT - 1);
}

const NO_SPEC: PodSpec = { containers: [] };

function memoryOf({ resources }: Container): number {
  return quantityValue(resources?.requests?.['memory'] ?? '0');
}

/** What each container gets of the memory that the pod asks for beyond what its containers do. */
function shareOfRest(spec: PodSpec): number {
  const asked = spec.resources?.requests?.['memory'];
  if (asked === undefined) return 0;
  const rest = quantityValue(asked) - quantityValue(containersList(spec, 'requests')['memory'] ?? '0');
  const sidecars = (spec.initContainers ?? []).filter(isSidecar);
  return Math.max(0, Math.trunc(rest / (spec.containers.length + sidecars.length)));
}
