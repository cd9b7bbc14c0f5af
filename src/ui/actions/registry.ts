import type { KubeObject } from '../../api/object.ts';
import type { Target } from '../state/selection.ts';
import type { Action } from './action.ts';
import { retirePart, startKubelet, startPart, stopKubelet, stopPart } from './control-plane.ts';
import { addNode, cordon, drain, removeNode, startNode, stopNode, uncordon } from './nodes.ts';
import {
  deleteObject,
  labelObject,
  pauseRollout,
  resize,
  restartRollout,
  resumeRollout,
  runNow,
  scale,
  setImage,
  suspend,
  undoRollout,
  unsuspend,
} from './objects.ts';
import { crash, forceDelete, logs } from './pods.ts';
import { editScheduler } from './scheduler-file.ts';
import { sendRequests } from './services.ts';

/** In the order in which they are shown. */
export const ACTIONS: readonly Action[] = [
  scale,
  setImage,
  restartRollout,
  undoRollout,
  pauseRollout,
  resumeRollout,
  runNow,
  suspend,
  unsuspend,
  resize,
  sendRequests,
  logs,
  crash,
  cordon,
  uncordon,
  drain,
  stopNode,
  startNode,
  stopKubelet,
  startKubelet,
  stopPart,
  retirePart,
  startPart,
  editScheduler,
  labelObject,
  deleteObject,
  forceDelete,
  removeNode,
  addNode,
];

const OF_CLUSTER: ReadonlySet<Action> = new Set([addNode, editScheduler]);

export const CLUSTER: Target = { kind: 'Cluster', namespace: '', name: '' };

/** `flags` are the NodeFlag bits of a node, 0 otherwise; `object`, where it is known, tells which of two opposites makes sense. */
export function actionsFor(target: Target, flags: number, object?: KubeObject): readonly Action[] {
  const applying = ACTIONS.filter((action) => (target.kind === 'Cluster' ? OF_CLUSTER.has(action) : action.applies(target, flags)));
  return object === undefined ? applying : applying.filter((action) => action.suits?.(object) ?? true);
}
