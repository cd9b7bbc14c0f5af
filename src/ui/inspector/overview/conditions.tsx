import type { ReactElement } from 'react';
import type { KubeObject } from '../../../api/object.ts';
import { useT } from '../../messages/language.ts';
import css from '../inspector.module.css';
import { Section } from './facts.tsx';

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

/** Those of any kind that has them. */
export function conditionsOf(object: KubeObject): readonly Condition[] {
  const { status } = object as { readonly status?: { readonly conditions?: readonly Condition[] } };
  return Array.isArray(status?.conditions) ? status.conditions : [];
}

interface Props {
  readonly conditions: readonly Condition[];
  /** Messages only when they are pointed at. */
  readonly briefly?: true;
}

export function Conditions({ conditions, briefly }: Props): ReactElement | null {
  const t = useT();
  if (conditions.length === 0) return null;
  return (
    <Section title={t('conditions')}>
      <ul className={`${css.list} ${css.conditions}`}>
        {conditions.map(({ type, status, reason, message }) => (
          <li key={type} title={message}>
            <p className={css.row}>
              <span>{type}</span>
              <span className={css.note}>
                {status}
                {reason === undefined || reason === '' ? '' : ` · ${reason}`}
              </span>
            </p>
            {briefly || !message ? null : <p className={css.message}>{message}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
