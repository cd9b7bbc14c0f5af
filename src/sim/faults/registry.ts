/** Every fault, in the order in which pickers show them. Adding one is a folder and a line here. */
import { containerCrash } from './container-crash/container-crash.ts';
import { componentStart, componentStop } from './component-power/component-power.ts';
import type { FaultDefinition } from './fault.ts';
import { nodeAdd } from './node-add/node-add.ts';
import { nodeDisconnect, nodeReconnect } from './node-connection/node-connection.ts';
import { nodeStart, nodeStop } from './node-power/node-power.ts';
import { nodeRemove } from './node-remove/node-remove.ts';
import { schedulerConfigure } from './scheduler-configure/scheduler-configure.ts';

export const FAULTS: readonly FaultDefinition[] = [
  containerCrash,
  nodeStop,
  nodeStart,
  nodeDisconnect,
  nodeReconnect,
  nodeAdd,
  nodeRemove,
  schedulerConfigure,
  componentStop,
  componentStart,
];
