import { type ReactElement, useCallback, useMemo } from 'react';
import type { KubeObject } from '../../../api/object.ts';
import type { KubeList } from '../../../api/request.ts';
import { POD } from '../../../api/resources.ts';
import type { PodDisruptionBudget } from '../../../api/types.gen.ts';
import type { Frame } from '../../../protocol/frame.ts';
import type { Engine } from '../../engine/engine.ts';
import type { FrameStore } from '../../engine/frame-store.ts';
import { useLoaded } from '../../engine/react.tsx';
import { useT } from '../../messages/language.ts';
import css from '../inspector.module.css';
import { Conditions, conditionsOf } from './conditions.tsx';
import { Fact, Facts, Section } from './facts.tsx';
import { PodList } from './pod-list.tsx';
import { textOfSelector } from './selector.ts';

/** Of a PodDisruptionBudget: what it counts, and whom. */
export function BudgetOverview({ object }: { readonly object: KubeObject }): ReactElement {
  const t = useT();
  const { metadata, spec, status } = object as PodDisruptionBudget;
  const selector = textOfSelector(spec?.selector);
  const guarded = useGuarded(metadata.namespace ?? '', selector);
  return (
    <>
      <Section title={t('budget.title')}>
        <Facts>
          <Fact name="minAvailable">{spec?.minAvailable}</Fact>
          <Fact name="maxUnavailable">{spec?.maxUnavailable}</Fact>
          <Fact name={t('budget.healthy')}>{status?.currentHealthy}</Fact>
          <Fact name={t('budget.desired')}>{status?.desiredHealthy}</Fact>
          <Fact name={t('budget.allowed')}>{status?.disruptionsAllowed}</Fact>
          <Fact name="selector">
            <span className={css.mono}>{selector}</span>
          </Fact>
        </Facts>
      </Section>
      <PodList title={t('budget.pods')} none={t('workload.noPods')} includes={guarded} />
      <Conditions conditions={conditionsOf(object)} />
    </>
  );
}

/** The pods that a selector chooses. An empty one chooses all of the namespace. */
function useGuarded(namespace: string, labelSelector: string): (frame: Frame, frames: FrameStore) => (row: number) => boolean {
  const load = useMemo(
    () => async (engine: Engine) => {
      const { group, resource } = POD;
      const { body } = await engine.request({
        type: 'api',
        request: { verb: 'list', group, resource, namespace, options: { labelSelector } },
      });
      return new Set('items' in body ? (body as KubeList).items.map(({ metadata }) => metadata.uid) : []);
    },
    [namespace, labelSelector],
  );
  const uids = useLoaded(load, 1000).value;
  return useCallback((frame, frames) => (row) => uids?.has(frames.string(frame.podUid[row] ?? -1)) ?? false, [uids]);
}
