import { badRequestError } from '../../../api/errors.ts';
import type { Fault } from '../../kernel/command.ts';
import { defineFault } from '../fault.ts';

/**
 * In a real cluster an administrator changes a file on the control plane's machine, and the scheduler's static pod starts anew. One with
 * which it would not start is refused in its words, and the scheduler goes on as it is.
 */
export const schedulerConfigure = defineFault<Extract<Fault, { type: 'scheduler-configure' }>>({
  type: 'scheduler-configure',
  apply(world, { configuration }) {
    const flaw = world.configureScheduler(configuration);
    if (flaw !== undefined) throw badRequestError(flaw);
  },
});
