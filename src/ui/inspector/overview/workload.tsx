import { type ReactElement, useCallback } from 'react';
import type { KubeObject } from '../../../api/object.ts';
import type { DaemonSet, Deployment } from '../../../api/types.gen.ts';
import type { Frame } from '../../../protocol/frame.ts';
import type { FrameStore } from '../../engine/frame-store.ts';
import { useT } from '../../messages/language.ts';
import type { Target } from '../../state/selection.ts';
import css from '../inspector.module.css';
import { Conditions } from './conditions.tsx';
import { Fact, Facts, Section } from './facts.tsx';
import { PodList } from './pod-list.tsx';
import { replicaCounts } from './replicas.ts';

/** Of whatever keeps pods of a template. */
export function WorkloadOverview({ target, object }: { readonly target: Target; readonly object: KubeObject }): ReactElement {
  const t = useT();
  const { spec, status } = object as Deployment;
  const { updateStrategy } = (object as DaemonSet).spec ?? {};
  const counts = replicaCounts(object);
  const { kind, namespace, name } = target;
  const includes = useCallback(
    (frame: Frame, frames: FrameStore) => {
      const owner = frames.numberOf(`${kind}/${name}`);
      const home = frames.numberOf(namespace);
      return (row: number) => frame.podNamespace[row] === home && (frame.podOwner[row] === owner || frame.podController[row] === owner);
    },
    [kind, namespace, name],
  );
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
            <span className={css.mono}>{selectorText(spec?.selector)}</span>
          </Fact>
          <Fact name="image">
            <span className={css.mono}>{containers.map(({ image }) => image).join(', ')}</span>
          </Fact>
        </Facts>
      </Section>
      <PodList title={t('pods')} none={t('workload.noPods')} includes={includes} />
      <Conditions conditions={status?.conditions ?? []} />
    </>
  );
}

/** A LabelSelector, or the plain map of a ReplicationController. */
function selectorText(selector: object | undefined): string {
  const labels: unknown = selector && 'matchLabels' in selector ? selector.matchLabels : selector;
  return Object.entries(labels ?? {})
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}
