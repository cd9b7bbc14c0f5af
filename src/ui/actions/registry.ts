import type { Target } from '../state/selection.ts';
import type { Action } from './action.ts';
import { addNode, cordon, drain, removeNode, startNode, stopNode, uncordon } from './nodes.ts';
import { deleteObject, labelObject, restartRollout, scale, setImage, undoRollout } from './objects.ts';
import { crash, forceDelete } from './pods.ts';
import { sendRequests } from './services.ts';

/** In the order in which they are shown. */
export const ACTIONS: readonly Action[] = [
  scale,
  setImage,
  restartRollout,
  undoRollout,
  sendRequests,
  crash,
  cordon,
  uncordon,
  drain,
  stopNode,
  startNode,
  labelObject,
  deleteObject,
  forceDelete,
  removeNode,
  addNode,
];

export const CLUSTER: Target = { kind: 'Cluster', namespace: '', name: '' };

/** `flags` are the NodeFlag bits of a node, 0 otherwise. */
export function actionsFor(target: Target, flags: number): readonly Action[] {
  return ACTIONS.filter((action) => (target.kind === 'Cluster' ? action === addNode : action.applies(target, flags)));
}
