/** Every component of the cluster, in the order in which they boot. Adding one is a folder and a line here. */
import type { ComponentDefinition } from './kernel/component.ts';

export const COMPONENTS: readonly ComponentDefinition[] = [];
