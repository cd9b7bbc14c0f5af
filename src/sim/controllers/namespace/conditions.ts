import { formatTime } from '../../../api/time.ts';
import type { NamespaceCondition } from '../../../api/types.gen.ts';
import type { Remains } from './content.ts';

/** The five conditions of a namespace that is going away; one that has not changed keeps its time. */
export function deletionConditions(present: readonly NamespaceCondition[], remains: Remains, now: number): readonly NamespaceCondition[] {
  const resources = listed(remains.resources, 'has');
  const finalizers = listed(remains.finalizers, 'in');
  const wanted = [
    fine('NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'),
    fine('NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'),
    fine('NamespaceDeletionContentFailure', 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization'),
    resources === ''
      ? fine('NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed')
      : problem('NamespaceContentRemaining', 'SomeResourcesRemain', `Some resources are remaining: ${resources}`),
    finalizers === ''
      ? fine('NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished')
      : problem(
          'NamespaceFinalizersRemaining',
          'SomeFinalizersRemain',
          `Some content in the namespace has finalizers remaining: ${finalizers}`,
        ),
  ];
  const others = present.filter((condition) => !wanted.some(({ type }) => type === condition.type));
  return [...others, ...wanted.map((condition) => timed(condition, present, now))];
}

type Untimed = Omit<NamespaceCondition, 'lastTransitionTime'>;

function timed(condition: Untimed, present: readonly NamespaceCondition[], now: number): NamespaceCondition {
  const before = present.find(({ type }) => type === condition.type);
  const isSame = before?.status === condition.status && before.reason === condition.reason && before.message === condition.message;
  return isSame && before !== undefined ? before : { ...condition, lastTransitionTime: formatTime(now) };
}

function fine(type: NamespaceCondition['type'], reason: string, message: string): Untimed {
  return { type, status: 'False', reason, message };
}

function problem(type: NamespaceCondition['type'], reason: string, message: string): Untimed {
  return { type, status: 'True', reason, message };
}

function listed(counts: ReadonlyMap<string, number>, verb: string): string {
  return [...counts]
    .map(([name, count]) => `${name} ${verb} ${count} resource instances`)
    .sort()
    .join(', ');
}
