import type { ReactElement } from 'react';
import type { KubeObject } from '../../../api/object.ts';
import { quantityMilli } from '../../../api/quantity.ts';
import type { ResourceQuota } from '../../../api/types.gen.ts';
import { useT } from '../../messages/language.ts';
import css from '../inspector.module.css';
import { Bar } from './bar.tsx';
import { Fact, Facts, Section } from './facts.tsx';

/** Of a ResourceQuota: how much of each limit is used. */
export function QuotaOverview({ object }: { readonly object: KubeObject }): ReactElement {
  const t = useT();
  const { spec, status } = object as ResourceQuota;
  const limits = Object.entries(spec?.hard ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return (
    <Section title={t('quota.title')}>
      <div className={css.bars}>
        {limits.map(([name, hard]) => {
          const used = status?.used?.[name] ?? '0';
          return <Bar key={name} label={name} part={quantityMilli(used)} of={quantityMilli(hard)} text={`${used} / ${hard}`} />;
        })}
      </div>
      <Facts>
        <Fact name="scopes">{spec?.scopes?.join(', ')}</Fact>
      </Facts>
    </Section>
  );
}
