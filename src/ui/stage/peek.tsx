import { useLayoutEffect, useRef } from 'react';
import type { ReactNode, RefObject } from 'react';
import styles from './stage.module.css';
import type { PlacedPeek } from './show.ts';

const AWAY = 14;

/** A few facts beside the pointer; kept inside the stage. Screen readers get the spoken sentence instead. */
export default function PeekCard({
  peek,
  within,
}: {
  readonly peek: PlacedPeek;
  readonly within: RefObject<HTMLElement | null>;
}): ReactNode {
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (card.current !== null && within.current !== null) place(card.current, within.current, peek.x, peek.y);
  }, [peek, within]);
  return (
    <div ref={card} className={styles['peek']} aria-hidden="true" data-testid="peek">
      <p className={styles['title']}>
        {peek.kind === '' ? null : <span className={styles['kind']}>{peek.kind} </span>}
        {peek.title}
      </p>
      <dl className={styles['facts']}>
        {peek.lines.map(([label, value]) =>
          label === '' ? (
            <dd key={value} className={styles['alone']}>
              {value}
            </dd>
          ) : (
            <Fact key={label} label={label} value={value} />
          ),
        )}
      </dl>
      {peek.note === '' ? null : <p className={styles['note']}>{peek.note}</p>}
    </div>
  );
}

function Fact({ label, value }: { readonly label: string; readonly value: string }): ReactNode {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}

function place(card: HTMLElement, within: HTMLElement, x: number, y: number): void {
  const right = x + AWAY + card.offsetWidth < within.clientWidth;
  const below = y + AWAY + card.offsetHeight < within.clientHeight;
  const left = right ? x + AWAY : Math.max(4, x - AWAY - card.offsetWidth);
  const top = below ? y + AWAY : Math.max(4, y - AWAY - card.offsetHeight);
  card.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
}
