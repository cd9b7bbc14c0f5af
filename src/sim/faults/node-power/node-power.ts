import type { Fault } from '../../kernel/command.ts';
import { defineFault } from '../fault.ts';
import { signalMachine } from '../machine.ts';

export const nodeStop = defineFault<Extract<Fault, { type: 'node-stop' }>>({
  type: 'node-stop',
  apply(world, { node }) {
    signalMachine(world, node, { type: 'power-off' });
    world.poweredOff.add(node);
  },
});

export const nodeStart = defineFault<Extract<Fault, { type: 'node-start' }>>({
  type: 'node-start',
  apply(world, { node }) {
    // A machine that boots starts its kubelet.
    if (world.has('kubelet', node)) world.start('kubelet', node);
    signalMachine(world, node, { type: 'power-on' });
    world.poweredOff.delete(node);
  },
});
