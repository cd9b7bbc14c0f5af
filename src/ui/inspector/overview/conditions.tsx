import type { ReactElement } from 'react';
import { useT } from '../../messages/language.ts';
import css from '../inspector.module.css';
import { Section } from './facts.tsx';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export function Conditions({ conditions }: { readonly conditions: readonly Condition[] }): ReactElement | null {
  const t = useT();
  if (conditions.length === 0) return null;
  return (
    <Section title={t('conditions')}>
      <ul className={css.list}>
        {conditions.map(({ type, status, reason, message }) => (
          <li key={type} className={css.row} title={message}>
            <span>{type}</span>
            <span className={css.note}>
              {status}
              {reason === undefined || reason === '' ? '' : ` · ${reason}`}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
