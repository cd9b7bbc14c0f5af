import type { ReactNode, RefObject } from 'react';
import styles from './stage.module.css';
import type { Theatre } from './theatre.ts';
import type { StageWords } from './words.ts';

/** Zoom for those without a wheel. */
export function Buttons({ words, theatre }: { readonly words: StageWords; readonly theatre: RefObject<Theatre | null> }): ReactNode {
  return (
    <div className={styles['buttons']}>
      <Button label={words.zoomOut} path="M4 8h8" press={() => theatre.current?.zoomBy(1 / 1.5)} />
      <Button label={words.fit} path="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3" press={() => theatre.current?.fit()} />
      <Button label={words.zoomIn} path="M4 8h8M8 4v8" press={() => theatre.current?.zoomBy(1.5)} />
    </div>
  );
}

function Button({ label, path, press }: { readonly label: string; readonly path: string; readonly press: () => void }): ReactNode {
  return (
    <button
      type="button"
      className={styles['button']}
      aria-label={label}
      title={label}
      onClick={press}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <svg width="16" height="16" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
}
