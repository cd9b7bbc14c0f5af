import type { ButtonHTMLAttributes, ReactElement } from 'react';
import { Icon, type IconName } from './icon.tsx';
import css from './parts.module.css';

type Native = ButtonHTMLAttributes<HTMLButtonElement> & { readonly 'data-testid'?: string };

/** A button that is only a picture: `label` is its name and its tooltip. */
export function IconButton({ icon, label, ...rest }: Native & { readonly icon: IconName; readonly label: string }): ReactElement {
  return (
    <button type="button" className={css.icon} aria-label={label} title={label} {...rest}>
      <Icon name={icon} />
    </button>
  );
}

interface Looks {
  readonly look?: 'primary' | 'quiet' | 'destroys' | undefined;
}

export function Button({ look, children, ...rest }: Native & Looks): ReactElement {
  return (
    <button type="button" className={`${css.button} ${look ? css[look] : ''}`} {...rest}>
      {children}
    </button>
  );
}
