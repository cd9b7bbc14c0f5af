/** A change that might help, with what it would come to when it is played through. */
import type { Change, ChangeKind } from '../../../../api/scheduling.ts';
import { keyOf } from '../../../../api/object.ts';
import type { Pod, PodSpec } from '../../../../api/types.gen.ts';
import { type Trial, withPod } from '../trial.ts';

export interface Remedy {
  readonly changes: readonly Change[];
  /** How much is changed: an uncordoned node is 1, a new machine 6. */
  readonly size: number;
  /** The trial in which it is done; the one that is given stays as it is. */
  apply(trial: Trial): Trial;
}

/** Alternatives against one filter's no to one node; none where nothing is known to help. */
export type Remedies = readonly Remedy[];

export interface NodeChange {
  readonly kind: ChangeKind;
  readonly what?: string;
  readonly to?: string;
  readonly from?: string;
  readonly line?: string;
  readonly field?: string;
}

export function nodeChange(node: string, change: NodeChange): Change {
  return { what: '', to: '', from: '', line: '', field: '', ...change, object: { kind: 'Node', namespace: '', name: node } };
}

export function podChange(pod: Pod, change: NodeChange): Change {
  const { name = '', namespace = '' } = pod.metadata;
  return { what: '', to: '', from: '', line: '', field: '', ...change, object: { kind: 'Pod', namespace, name } };
}

/** A change of the pod's own spec. */
export function podRemedy(trial: Trial, size: number, change: NodeChange, edit: (spec: PodSpec) => PodSpec): Remedy {
  return {
    size,
    changes: [podChange(trial.cycle.pod, change)],
    apply: (on) => withPod(on, { ...on.cycle.pod, spec: edit(on.cycle.spec) }),
  };
}

/** kubectl's line for a pod, with its namespace. */
export function podLine(pod: Pod, words: (name: string) => string): string {
  const { name = '', namespace = 'default' } = pod.metadata;
  return `kubectl ${words(name)}${namespace === 'default' ? '' : ` -n ${namespace}`}`;
}

export function podKey(pod: Pod): string {
  return keyOf(pod);
}
