/** The part of the worker that is loaded when it is first needed. */
export { KINDS } from '../api/kinds/registry.ts';
export { completeLine } from '../kubectl/completion/line.ts';
export { InterruptError } from '../kubectl/errors.ts';
export { runScript } from '../kubectl/run-script.ts';
export { readScript } from '../kubectl/script.ts';
export { handleRequest } from '../sim/apiserver/handle.ts';
export { auditTrail } from '../sim/audit.ts';
export { EXTENSION } from '../sim/apiserver/late.ts';
export { LATE_BEHAVIOURS } from '../sim/late-components.ts';
export { SCHEDULER_PARTS } from '../sim/scheduler/late.ts';
export { PARTS } from '../sim/runtime/parts.ts';
export { IMAGE_WORLD } from '../sim/images/registry.ts';
export { explain } from '../sim/explain.ts';
export { applyText } from './apply.ts';
export { controlPlane, fault } from './faults.ts';
export { inspect } from './inspect.ts';
export { whatIfOf } from './what-if.ts';
export { createPort } from './port.ts';
export {
  configureFrom,
  isSchedulerConfiguration,
  readSchedulerConfiguration,
  schedulerConfiguration,
} from './scheduler-configuration.ts';
