import type { ReactElement } from 'react';
import css from '../inspector.module.css';

/** What kubectl describe prints. */
export function Describe({ text }: { readonly text: string }): ReactElement {
  return (
    <pre className={css.text} tabIndex={0} data-testid="describe">
      {text}
    </pre>
  );
}
