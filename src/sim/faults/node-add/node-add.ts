import { alreadyExistsError } from '../../../api/errors.ts';
import { NODE } from '../../../api/resources.ts';
import type { Fault } from '../../kernel/command.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { defineFault } from '../fault.ts';

/** A new machine is plugged in: its kubelet starts and registers it. */
export const nodeAdd = defineFault<Extract<Fault, { type: 'node-add' }>>({
  type: 'node-add',
  apply(world, { machine }) {
    if (world.has('kubelet', machine.name)) throw alreadyExistsError(NODE, machine.name);
    world.add('kubelet', machine.name, { type: 'boot', machine: machine as unknown as JsonValue });
  },
});
