/** Every fault, in the order in which pickers show them. Adding one is a folder and a line here. */
import type { FaultDefinition } from './fault.ts';

export const FAULTS: readonly FaultDefinition[] = [];
