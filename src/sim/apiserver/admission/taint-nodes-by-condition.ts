import type { KubeObject } from '../../../api/object.ts';
import type { Node, Taint } from '../../../api/types.gen.ts';
import type { RequestScope } from '../server.ts';

const NOT_READY: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** A new node takes no pods until it has shown to be ready (plugin/pkg/admission/nodetaint). */
export function taintNodesByCondition(_scope: RequestScope, object: KubeObject): KubeObject {
  if (object.kind !== 'Node') return object;
  const node = object as Node;
  const taints = node.spec?.taints ?? [];
  if (taints.some((taint) => taint.key === NOT_READY.key && taint.effect === NOT_READY.effect)) return node;
  const admitted: Node = { ...node, spec: { ...node.spec, taints: [...taints, NOT_READY] } };
  return admitted;
}
