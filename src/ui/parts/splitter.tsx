import { type KeyboardEvent, type PointerEvent, type ReactElement, useRef } from 'react';
import css from './parts.module.css';

interface Props {
  readonly label: string;
  readonly orientation: 'vertical' | 'horizontal';
  /** 1 when moving right or down makes the thing bigger, -1 when it makes it smaller. */
  readonly grows: 1 | -1;
  readonly controls: string;
  readonly min: number;
  readonly max: number;
  /** Size of the thing now, in pixels. */
  readonly measure: () => number;
  readonly size: number | undefined;
  readonly onSize: (size: number | undefined) => void;
}

const KEY_STEP = 24;
/** Keys towards the smaller and towards the larger coordinate. */
const STEPS = { vertical: ['ArrowLeft', 'ArrowRight'], horizontal: ['ArrowUp', 'ArrowDown'] } as const satisfies {
  readonly [O in Props['orientation']]: readonly string[];
};

/** The movable edge of a dock: drag it, use the arrows, or double-click to give the size back to the style sheet. */
export function Splitter({ label, orientation, grows, controls, min, max, measure, size, onSize }: Props): ReactElement {
  const start = useRef<{ at: number; size: number } | undefined>(undefined);
  const vertical = orientation === 'vertical';
  const clamp = (wanted: number): number => Math.round(Math.min(max, Math.max(min, wanted)));
  const place = (event: PointerEvent): number => (vertical ? event.clientX : event.clientY);
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { at: place(event), size: measure() };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (start.current) onSize(clamp(start.current.size + grows * (place(event) - start.current.at)));
  };
  const onPointerUp = (): void => {
    start.current = undefined;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = (STEPS[orientation] as readonly string[]).indexOf(event.key);
    if (step < 0) return;
    event.preventDefault();
    onSize(clamp(measure() + grows * (step === 0 ? -1 : 1) * KEY_STEP));
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-controls={controls}
      aria-valuemin={min}
      aria-valuemax={max}
      aria-valuenow={size ?? min}
      className={css.splitter}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onDoubleClick={() => onSize(undefined)}
      onKeyDown={onKeyDown}
    />
  );
}
