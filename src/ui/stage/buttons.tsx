import type { ReactNode, RefObject } from 'react';
import styles from './stage.module.css';
import type { Theatre } from './theatre.ts';
import type { Tool } from './tools/tools.tsx';
import type { StageWords } from './words.ts';

interface ButtonsProps {
  readonly words: StageWords;
  readonly theatre: RefObject<Theatre | null>;
  readonly tool: Tool | undefined;
  readonly onControlPlane: (() => void) | undefined;
  readonly choose: (tool: Tool | undefined) => void;
}

/** Tools, and zoom for those without a wheel. */
export function Buttons({ words, theatre, tool, choose, onControlPlane }: ButtonsProps): ReactNode {
  const toggle = (wanted: Tool) => () => choose(tool === wanted ? undefined : wanted);
  return (
    <div className={styles['buttons']}>
      <Button label={words.find} path={FIND} press={toggle('search')} pressed={tool === 'search'} />
      <Button label={words.layers} path={LAYERS} press={toggle('layers')} pressed={tool === 'layers'} />
      <Button label={words.table} path={TABLE} press={toggle('table')} />
      <Button label={words.save} path={SAVE} press={toggle('export')} pressed={tool === 'export'} />
      {onControlPlane === undefined ? null : <Button label={words.controlPlane} path={CONTROL_PLANE} press={onControlPlane} />}
      <Button label={words.zoomOut} path="M4 8h8" press={() => theatre.current?.zoomBy(1 / 1.5)} />
      <Button label={words.fit} path="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3" press={() => theatre.current?.fit()} />
      <Button label={words.zoomIn} path="M4 8h8M8 4v8" press={() => theatre.current?.zoomBy(1.5)} />
    </div>
  );
}

const FIND = 'M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM10 10l3 3';
const LAYERS = 'M8 2.5l5.5 3L8 8.5 2.5 5.5zM2.5 8.5L8 11.5l5.5-3M2.5 11L8 14l5.5-3';
const TABLE = 'M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6 3.5v9';
const CONTROL_PLANE = 'M6 3h4v3H6zM2.5 10.5h3v2.5h-3zM10.5 10.5h3v2.5h-3zM8 6v2.5M4 10.5v-2h8v2';
const SAVE = 'M8 3v7M5 7.5l3 3 3-3M3 13h10';

interface ButtonProps {
  readonly label: string;
  readonly path: string;
  readonly press: () => void;
  /** Of those that stay down. */
  readonly pressed?: boolean;
}

function Button({ label, path, press, pressed }: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={styles['button']}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      onClick={press}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <svg width="16" height="16" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
}
