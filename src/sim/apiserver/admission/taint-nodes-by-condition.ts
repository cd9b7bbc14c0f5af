import type { KubeObject } from '../../../api/object.ts';
import type { Node, Taint } from '../../../api/types.gen.ts';
import type { AdmissionPlugin } from './plugin.ts';

const NOT_READY: Taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** A new node takes no pods until it has shown to be ready (plugin/pkg/admission/nodetaint). */
export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  mutate: (_scope, object, { operation }) => (operation === 'CREATE' && object.kind === 'Node' ? tainted(object) : object),
};

function tainted(object: KubeObject): KubeObject {
  const node = object as Node;
  const taints = node.spec?.taints ?? [];
  if (taints.some((taint) => taint.key === NOT_READY.key && taint.effect === NOT_READY.effect)) return node;
  const admitted: Node = { ...node, spec: { ...node.spec, taints: [...taints, NOT_READY] } };
  return admitted;
}
