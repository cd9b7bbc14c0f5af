import { isReason, notFoundError } from '../../../api/errors.ts';
import { NODE } from '../../../api/resources.ts';
import type { Fault } from '../../kernel/command.ts';
import { type World, defineFault } from '../fault.ts';

/** The machine is gone, and somebody (a cloud, an administrator) has deleted its Node. */
export const nodeRemove = defineFault<Extract<Fault, { type: 'node-remove' }>>({
  type: 'node-remove',
  apply(world, { node }) {
    const known = world.has('kubelet', node);
    // First: while nobody can delete the Node the machine stays as well.
    const deleted = deleteNode(world, node);
    if (known) world.remove('kubelet', node);
    world.poweredOff.delete(node);
    if (!deleted && !known) throw notFoundError(NODE, node);
  },
});

function deleteNode(world: World, node: string): boolean {
  try {
    world.client.delete(NODE, '', node);
    return true;
  } catch (error) {
    if (isReason(error, 'NotFound')) return false;
    throw error;
  }
}
