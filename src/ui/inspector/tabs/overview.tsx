import type { ReactElement } from 'react';
import type { Inspection } from '../../../protocol/messages.ts';
import { useT } from '../../messages/language.ts';
import type { Target } from '../../state/selection.ts';
import { AutoscalerOverview } from '../overview/autoscaler.tsx';
import { BudgetOverview } from '../overview/budget.tsx';
import { Columns, ColumnsOverview } from '../overview/columns.tsx';
import { Conditions, conditionsOf } from '../overview/conditions.tsx';
import { Fact, Facts, Section } from '../overview/facts.tsx';
import { NodeOverview } from '../overview/node.tsx';
import { OwnedPods } from '../overview/owned-pods.tsx';
import { PodOverview } from '../overview/pod.tsx';
import { QuotaOverview } from '../overview/quota.tsx';
import { ServiceOverview } from '../overview/service.tsx';
import { WorkloadOverview } from '../overview/workload.tsx';
import { Age } from '../overview/age.tsx';
import css from '../inspector.module.css';

/** What matters first, by kind; then what all objects have. */
export function Overview({ target, inspection }: { readonly target: Target; readonly inspection: Inspection }): ReactElement {
  const t = useT();
  const { metadata } = inspection.object;
  const labels = Object.entries(metadata.labels ?? {});
  return (
    <>
      <OfKind target={target} inspection={inspection} />
      {labels.length === 0 ? null : (
        <Section title={t('labels')}>
          <ul className={css.labels} data-testid="labels">
            {labels.map(([key, value]) => (
              <li key={key} className={css.mono}>
                {key}={value}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('object')}>
        <Facts>
          <Fact name={t('age')}>
            <Age since={metadata.creationTimestamp} />
          </Fact>
          <Fact name="uid">
            <span className={css.mono}>{metadata.uid}</span>
          </Fact>
          <Fact name="resourceVersion">{metadata.resourceVersion}</Fact>
        </Facts>
      </Section>
    </>
  );
}

function OfKind({ target, inspection }: { readonly target: Target; readonly inspection: Inspection }): ReactElement {
  const { object } = inspection;
  switch (object.kind) {
    case 'Pod':
      return <PodOverview object={object} />;
    case 'Node':
      return <NodeOverview name={target.name} object={object} />;
    case 'Service':
      return <ServiceOverview target={target} object={object} />;
    case 'DaemonSet':
    case 'Deployment':
    case 'ReplicaSet':
    case 'ReplicationController':
    case 'StatefulSet':
      return <WorkloadOverview target={target} object={object} />;
    case 'CronJob':
    case 'Job':
      return (
        <>
          <Columns inspection={inspection} />
          <OwnedPods target={target} />
          <Conditions conditions={conditionsOf(object)} />
        </>
      );
    case 'HorizontalPodAutoscaler':
      return <AutoscalerOverview object={object} />;
    case 'PodDisruptionBudget':
      return <BudgetOverview object={object} />;
    case 'ResourceQuota':
      return <QuotaOverview object={object} />;
    default:
      return <ColumnsOverview inspection={inspection} />;
  }
}
