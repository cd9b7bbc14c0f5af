import type { Fault } from '../../kernel/command.ts';
import { defineFault } from '../fault.ts';

/** A part of the control plane, or a kubelet, ends; what it has started goes on without it. */
export const componentStop = defineFault<Extract<Fault, { type: 'component-stop' }>>({
  type: 'component-stop',
  apply: (world, { component, instance = '', graceful = false }) => world.stop(component, instance, graceful),
});

/** It is started again, and remembers nothing. */
export const componentStart = defineFault<Extract<Fault, { type: 'component-start' }>>({
  type: 'component-start',
  apply: (world, { component, instance = '' }) => world.start(component, instance),
});
