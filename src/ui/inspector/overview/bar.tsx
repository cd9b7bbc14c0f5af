import type { ReactElement } from 'react';
import css from '../inspector.module.css';

/** How much of something is taken, in a grid of bars (`css.bars`). */
export function Bar({
  label,
  part,
  of,
  text,
}: {
  readonly label: string;
  readonly part: number;
  readonly of: number;
  readonly text: string;
}): ReactElement {
  const share = of === 0 ? 0 : Math.min(1, part / of);
  return (
    <>
      <span>{label}</span>
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={text}
        className={css.bar}
        data-full={share > 0.9}
      >
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <span className={css.note}>{text}</span>
    </>
  );
}
