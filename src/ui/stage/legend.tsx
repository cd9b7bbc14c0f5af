import { useEffect, useState } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import { legendOf, NO_HUE, OTHER_HUE } from '../../view/overlays/colouring.ts';
import type { Colouring, LegendEntry } from '../../view/overlays/colouring.ts';
import type { FrameSource } from '../../view/source.ts';
import styles from './stage.module.css';
import type { StageWords } from './words.ts';

const EVERY_MS = 500;

interface LegendProps {
  readonly source: FrameSource;
  readonly words: StageWords;
  readonly colouring: Colouring;
}

/** What the hues stand for, while they stand for something. */
export function Legend({ source, words, colouring }: LegendProps): ReactNode {
  const entries = useLegend(source, colouring);
  if (entries.length === 0 || colouring.by.by === 'state') return null;
  return (
    <ul className={styles['legend']} data-testid="legend">
      {entries.map((entry) => (
        <li key={`${entry.hue} ${entry.value}`} className={styles['entry']}>
          <span className={styles['swatch']} style={hueStyle(entry.hue)} />
          {nameOf(entry, words)}
          <span className={styles['count']}>{entry.count}</span>
        </li>
      ))}
    </ul>
  );
}

function useLegend(source: FrameSource, colouring: Colouring): readonly LegendEntry[] {
  const [entries, setEntries] = useState<readonly LegendEntry[]>([]);
  useEffect(() => {
    if (colouring.by.by === 'state') return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined = setTimeout(read);
    function read(): void {
      timer = undefined;
      const frame = source.latest();
      if (frame !== undefined) setEntries(legendOf(colouring, frame, source));
    }
    const unsubscribe = source.subscribe(() => {
      timer ??= setTimeout(read, EVERY_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [source, colouring]);
  return entries;
}

function nameOf({ hue, value }: LegendEntry, words: StageWords): string {
  return hue === NO_HUE ? words.without : hue === OTHER_HUE ? words.others : value;
}

function hueStyle(hue: number): CSSProperties {
  const colour = hue === NO_HUE ? 'var(--line)' : hue === OTHER_HUE ? 'var(--idle-fill)' : `var(--hue-${hue + 1})`;
  return { '--hue': colour } as CSSProperties;
}
