import type { ReactElement, ReactNode } from 'react';
import css from '../inspector.module.css';

interface SectionProps {
  readonly title: string;
  readonly testId?: string;
  readonly children: ReactNode;
}

export function Section({ title, testId, children }: SectionProps): ReactElement {
  return (
    <section className={css.section} data-testid={testId}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

export function Facts({ children }: { readonly children: ReactNode }): ReactElement {
  return <dl className={css.facts}>{children}</dl>;
}

/** Nothing when there is nothing to say. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement | null {
  if (children === undefined || children === null || children === '') return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
