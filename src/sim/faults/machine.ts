import { notFoundError } from '../../api/errors.ts';
import { NODE } from '../../api/resources.ts';
import type { JsonValue } from '../../api/scalars.ts';
import type { World } from './fault.ts';

/** Tells a machine what happens to it; NotFound when there is none of that name. */
export function signalMachine(world: World, node: string, signal: JsonValue): void {
  if (!world.has('kubelet', node)) throw notFoundError(NODE, node);
  world.signal('kubelet', node, signal);
}
