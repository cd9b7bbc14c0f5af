import { deleteObject } from '../actions/objects.ts';
import { perform } from '../actions/perform.ts';
import type { Engine } from '../engine/engine.ts';
import { leaveHall } from '../state/hall.ts';
import { useLayout } from '../state/layout.ts';
import type { Target } from '../state/selection.ts';

/** Deletes a pod as a person would, with the picture in sight. */
export function showMe(engine: Engine, pod: Target): void {
  useLayout.setState(({ drawer }) => ({ drawer: { ...drawer, open: false } }));
  leaveHall();
  void perform(engine, deleteObject, pod, '');
}
