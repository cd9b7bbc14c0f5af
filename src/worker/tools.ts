/** The part of the worker that is loaded when it is first needed. */
export { KINDS } from '../api/kinds/registry.ts';
export { splitCommandLine } from '../kubectl/command-line.ts';
export { InterruptError } from '../kubectl/errors.ts';
export { runKubectl } from '../kubectl/kubectl.ts';
export { handleRequest } from '../sim/apiserver/handle.ts';
export { auditTrail } from '../sim/audit.ts';
export { EXTENSION } from '../sim/apiserver/late.ts';
export { LATE_BEHAVIOURS } from '../sim/late-components.ts';
export { IMAGE_WORLD } from '../sim/images/registry.ts';
export { applyText } from './apply.ts';
export { inspect } from './inspect.ts';
export { createPort } from './port.ts';
