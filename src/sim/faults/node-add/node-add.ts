import { alreadyExistsError, invalidError } from '../../../api/errors.ts';
import { type FieldError, invalid } from '../../../api/field-error.ts';
import { nameIsDnsSubdomain } from '../../../api/names.ts';
import { isQuantity } from '../../../api/quantity.ts';
import { NODE } from '../../../api/resources.ts';
import type { Fault } from '../../kernel/command.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { MachineSpec } from '../../kernel/spec.ts';
import { defineFault } from '../fault.ts';

/** A new machine is plugged in: its kubelet starts and registers it. */
export const nodeAdd = defineFault<Extract<Fault, { type: 'node-add' }>>({
  type: 'node-add',
  apply(world, { machine }) {
    if (world.has('kubelet', machine.name)) throw alreadyExistsError(NODE, machine.name);
    const errors = problemsOf(machine);
    if (errors.length > 0) throw invalidError(NODE, machine.name, errors);
    world.add('kubelet', machine.name, { type: 'boot', machine: machine as unknown as JsonValue });

    /** A machine that no API server would register is not plugged in at all. */
    function problemsOf(machine: MachineSpec): readonly FieldError[] {
      const quantities = Object.entries({ cpu: machine.cpu, memory: machine.memory, ...machine.extended });
      return [
        ...nameIsDnsSubdomain(machine.name, false).map((detail) => invalid('metadata.name', machine.name, detail)),
        ...quantities
          .filter(([, quantity]) => !isQuantity(quantity))
          .map(([name, quantity]) => invalid(`status.capacity[${name}]`, quantity, 'must be a quantity')),
      ];
    }
  },
});
