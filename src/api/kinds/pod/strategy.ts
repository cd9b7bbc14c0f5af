import { selectorLabels, withMatchLabelKeys } from './match-label-keys.ts';
import type { WriteContext } from '../../kind.ts';
import { qosClassOf } from '../../pod/qos.ts';
import type { ObjectMeta, Pod, PodCondition, PodSpec, PodStatus } from '../../types.gen.ts';
import { extend } from '../../../base/extend.ts';
import { alter, drop, mapShared, put } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';
import { latePodRules } from './late.ts';

/** A new pod is pending, whatever its creator says of its status. */
export function preparePodForCreate(draft: Pod, context?: WriteContext): Pod {
  if (draft.spec === undefined) return { ...draft, status: PENDING.BestEffort };
  const pod = draft.metadata.annotations === undefined ? draft : (latePodRules()?.withAppArmorProfiles(draft, context?.warnings) ?? draft);
  const spec = withoutDisabledFields(pod.spec ?? draft.spec);
  const gated = (spec.schedulingGates ?? []).length > 0;
  const pending = PENDING[qosClassOf(spec)];
  return extend(pod, {
    spec: withMatchLabelKeys(spec, selectorLabels(pod)),
    status: gated ? { ...pending, conditions: [gatedCondition(pod.metadata)] } : pending,
  });
}

export function preparePodForUpdate(next: Pod, stored: Pod): Pod {
  return alter(withStatusOf(next, stored), 'spec', withoutDisabledFields);
}

function withoutDisabledFields(spec: PodSpec): PodSpec {
  return latePodRules()?.withoutDisabledFields(spec) ?? spec;
}

/** What most pods begin with, one for all of them. */
const PENDING = {
  BestEffort: { phase: 'Pending', qosClass: 'BestEffort' },
  Burstable: { phase: 'Pending', qosClass: 'Burstable' },
  Guaranteed: { phase: 'Pending', qosClass: 'Guaranteed' },
} as const satisfies { readonly [qosClass: string]: PodStatus };

function gatedCondition({ creationTimestamp }: ObjectMeta): PodCondition {
  return {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    ...(creationTimestamp === undefined ? {} : { lastTransitionTime: creationTimestamp }),
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
}

/** Kubelets own the status, not the rest. What they leave out of what was there from the start stays. */
export function preparePodForStatusUpdate(next: Pod, stored: Pod): Pod {
  const pod = withGenerations(withProbeTimes(withSpecOf(withOwnersOf(next, stored), stored)), stored);
  const qosClass = stored.status?.qosClass;
  if (pod.status?.qosClass !== undefined || qosClass === undefined) return pod;
  return { ...pod, status: { ...pod.status, qosClass } };
}

/** Conditions always have a time of probing, which nobody sets. A patch that writes null would leave it out. */
function withProbeTimes(pod: Pod): Pod {
  return alter(pod, 'status', (status) =>
    alter(status, 'conditions', (conditions) =>
      mapShared(conditions, (condition) => (condition.lastProbeTime === undefined ? { ...condition, lastProbeTime: null } : condition)),
    ),
  );
}

/** Which generation a status is about is not forgotten: writers that do not know of it leave it out (preserveOldObservedGeneration). */
function withGenerations(pod: Pod, { status: stored }: Pod): Pod {
  if (stored === undefined) return pod;
  const generation = stored.observedGeneration;
  return alter(pod, 'status', (status) => {
    const kept = status.observedGeneration || generation === undefined ? status : put(status, 'observedGeneration', generation);
    if (stored.conditions === undefined || stored.conditions === kept.conditions) return kept;
    const before = stored.conditions.filter(({ observedGeneration }) => observedGeneration);
    return before.length === 0 ? kept : alter(kept, 'conditions', (conditions) => withGenerationsOf(conditions, stored.conditions ?? []));
  });
}

/** A type may occur several times; its conditions are matched in order. */
function withGenerationsOf(conditions: readonly PodCondition[], stored: readonly PodCondition[]): readonly PodCondition[] {
  const left = [...stored];
  return mapShared(conditions, (condition) => {
    const at = left.findIndex(({ type }) => type === condition.type);
    const generation = at < 0 ? undefined : left.splice(at, 1)[0]?.observedGeneration;
    return condition.observedGeneration || !generation ? condition : { ...condition, observedGeneration: generation };
  });
}

function withOwnersOf(next: Pod, stored: Pod): Pod {
  const { ownerReferences } = stored.metadata;
  const metadata =
    ownerReferences === undefined ? drop(next.metadata, 'ownerReferences') : put(next.metadata, 'ownerReferences', ownerReferences);
  return put(next, 'metadata', metadata);
}
