/** Which processes of the control plane there are at the boot, and on which hosts. */
import type { ComponentDefinition } from '../kernel/component.ts';
import type { ClusterSpec } from '../kernel/spec.ts';
import type { Host } from './host.ts';
import { addComponent } from './lifecycle.ts';

const MOST_REPLICAS = 3;

/** Boots all processes; where leaders are elected, their candidates. */
export function startControlPlane(host: Host, definitions: readonly ComponentDefinition[]): void {
  const { spec } = host.state;
  const elected = new Set(isElecting(spec) ? definitions.map(({ candidateFor }) => candidateFor) : []);
  for (const { name, process, perMachine, candidateFor } of definitions) {
    if (perMachine) continue;
    if (candidateFor === undefined) {
      if (!elected.has(process)) addComponent(host, name, '');
    } else if (elected.has(candidateFor)) for (const own of hostsOf(spec)) addComponent(host, name, own);
  }
}

export function isElecting({ controlPlane }: ClusterSpec): boolean {
  return controlPlane?.leaderElection !== false;
}

export function hostsOf({ controlPlane }: ClusterSpec): readonly string[] {
  const count = Math.max(1, Math.min(MOST_REPLICAS, Math.trunc(controlPlane?.replicas ?? 1)));
  return Array.from({ length: count }, (_, index) => `control-plane-${index + 1}`);
}
