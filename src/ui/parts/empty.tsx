import type { ReactElement, ReactNode } from 'react';
import css from './parts.module.css';

/** Says what would be here and how to get it. */
export function Empty({ children }: { readonly children: ReactNode }): ReactElement {
  return <p className={css.empty}>{children}</p>;
}
