import type { Fault } from '../../kernel/command.ts';
import { defineFault } from '../fault.ts';
import { signalMachine } from '../machine.ts';

export const nodeDisconnect = defineFault<Extract<Fault, { type: 'node-disconnect' }>>({
  type: 'node-disconnect',
  apply: (world, { node }) => signalMachine(world, node, { type: 'disconnect' }),
});

export const nodeReconnect = defineFault<Extract<Fault, { type: 'node-reconnect' }>>({
  type: 'node-reconnect',
  apply: (world, { node }) => signalMachine(world, node, { type: 'reconnect' }),
});
