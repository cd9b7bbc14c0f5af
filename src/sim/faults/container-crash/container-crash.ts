import { badRequestError } from '../../../api/errors.ts';
import { POD } from '../../../api/resources.ts';
import type { Fault } from '../../kernel/command.ts';
import { defineFault } from '../fault.ts';
import { signalMachine } from '../machine.ts';

export const containerCrash = defineFault<Extract<Fault, { type: 'container-crash' }>>({
  type: 'container-crash',
  apply(world, { namespace, pod, container, exitCode }) {
    const { spec } = world.cached.get(POD, namespace, pod);
    const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
    if (container !== undefined && !containers.some(({ name }) => name === container))
      throw badRequestError(`container ${container} is not valid for pod ${pod}`);
    if (!spec?.nodeName) throw badRequestError(`pod ${pod} does not have a host assigned`);
    signalMachine(world, spec.nodeName, {
      type: 'crash',
      namespace,
      pod,
      ...(container === undefined ? {} : { container }),
      ...(exitCode === undefined ? {} : { exitCode }),
    });
  },
});
