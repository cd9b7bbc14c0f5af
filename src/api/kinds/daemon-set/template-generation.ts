import type { DaemonSet } from '../../types.gen.ts';

/** Where the served version keeps how often the template has changed. */
export const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

export function templateGenerationOf({ metadata }: DaemonSet): number {
  return Number(metadata.annotations?.[TEMPLATE_GENERATION] ?? 0);
}
