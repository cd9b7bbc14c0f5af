import { create } from 'zustand';
import { openDock } from './layout.ts';

/** An object by name. Cluster-scoped ones have the namespace ''. Components of the control plane are of kind `Station`. */
export interface Target {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export type InspectorTab = 'overview' | 'events' | 'logs' | 'why' | 'verdict' | 'yaml' | 'describe';

interface Selection {
  readonly selected: Target | undefined;
  /** What is shown of it. */
  readonly tab: InspectorTab;
}

export const useSelection = create<Selection>(() => ({ selected: undefined, tab: 'overview' }));

/** Selects and shows what is known of it, on the tab that was open last if none is asked for. */
export function select(target: Target | undefined, tab?: InspectorTab): void {
  useSelection.setState(tab === undefined ? { selected: target } : { selected: target, tab });
  if (target) openDock('right', 'inspector');
}

export function sameTarget(a: Target | undefined, b: Target | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.kind === b.kind && a.namespace === b.namespace && a.name === b.name);
}

export function targetKey(target: Target): string {
  return `${target.kind} ${target.namespace}/${target.name}`;
}
