import { badRequestError } from '../../../api/errors.ts';
import type { Fault } from '../../kernel/command.ts';
import { type World, defineFault } from '../fault.ts';

const SCHEDULER = 'default-scheduler';

/**
 * In a real cluster an administrator changes a file on the control plane's machine, and the scheduler's static pod starts anew. One with
 * which it would not start is refused in its words, and the scheduler goes on as it is.
 */
export const schedulerConfigure = defineFault<Extract<Fault, { type: 'scheduler-configure' }>>({
  type: 'scheduler-configure',
  apply(world, { configuration }) {
    const flaw = configuration === null ? undefined : whyNot(world, configuration);
    if (flaw !== undefined) throw badRequestError(flaw);
    world.signal(SCHEDULER, '', { configure: configuration });
  },
});

function whyNot(world: World, configuration: Parameters<World['ask']>[2]): string | undefined {
  const flaw = world.ask(SCHEDULER, '', { check: configuration });
  return typeof flaw === 'string' ? flaw : undefined;
}
