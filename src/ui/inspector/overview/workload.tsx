import type { ReactElement } from 'react';
import type { KubeObject } from '../../../api/object.ts';
import type { DaemonSet, Deployment } from '../../../api/types.gen.ts';
import { useT } from '../../messages/language.ts';
import type { Target } from '../../state/selection.ts';
import css from '../inspector.module.css';
import { Conditions } from './conditions.tsx';
import { Fact, Facts, Section } from './facts.tsx';
import { OwnedPods } from './owned-pods.tsx';
import { Room } from './room.tsx';
import { replicaCounts } from './replicas.ts';
import { textOfSelector } from './selector.ts';

/** Of whatever keeps pods of a template. */
export function WorkloadOverview({ target, object }: { readonly target: Target; readonly object: KubeObject }): ReactElement {
  const t = useT();
  const { spec, status } = object as Deployment;
  const { updateStrategy } = (object as DaemonSet).spec ?? {};
  const counts = replicaCounts(object);
  const containers = spec?.template?.spec?.containers ?? [];
  return (
    <>
      <Section title={t('workload.replicas')}>
        <Facts>
          <Fact name={t('workload.desired')}>{counts?.desired}</Fact>
          <Fact name={t('workload.current')}>{counts?.current}</Fact>
          <Fact name={t('workload.updated')}>{counts?.updated}</Fact>
          <Fact name={t('ready')}>{counts?.ready}</Fact>
          <Fact name={t('workload.available')}>{counts?.available}</Fact>
          <Fact name="strategy">{spec?.strategy?.type ?? updateStrategy?.type}</Fact>
          <Fact name="selector">
            <span className={css.mono}>{textOfSelector(spec?.selector)}</span>
          </Fact>
          <Fact name="image">
            <span className={css.mono}>{containers.map(({ image }) => image).join(', ')}</span>
          </Fact>
        </Facts>
      </Section>
      <OwnedPods target={target} />
      <Room target={target} />
      <Conditions conditions={status?.conditions ?? []} />
    </>
  );
}
