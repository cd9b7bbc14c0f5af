import { type ReactElement, useCallback } from 'react';
import type { Frame } from '../../protocol/frame.ts';
import type { FrameStore } from '../engine/frame-store.ts';
import { useFrameValue } from '../engine/react.tsx';
import { sameFields } from '../engine/rows.ts';
import { useT } from '../messages/language.ts';
import { clockTime } from '../parts/names.ts';
import css from './inspector.module.css';
import { Fact, Facts } from './overview/facts.tsx';

interface Station {
  readonly queue: number;
  readonly lag: number;
  readonly lastSync: number;
  readonly running: boolean;
}

/** A component of the control plane: what it has to do, and how far behind it is. */
export function StationDetails({ name }: { readonly name: string }): ReactElement {
  const t = useT();
  const derive = useCallback((frame: Frame | undefined, frames: FrameStore) => stationOf(frame, frames, name), [name]);
  const { queue, lag, lastSync, running } = useFrameValue<Station>(derive, sameFields);
  return (
    <div className={css.details} data-testid="inspector">
      <header className={css.header}>
        <p className={css.kind}>{t('station.kind')}</p>
        <h2 className={css.name} data-testid="inspector-name">
          {name}
        </h2>
      </header>
      <div className={css.body}>
        <Facts>
          <Fact name={t('station.state')}>{t(running ? 'station.running' : 'stage.stopped')}</Fact>
          <Fact name={t('stage.queue')}>{queue}</Fact>
          <Fact name={t('stage.behind')}>{lag}</Fact>
          <Fact name={t('station.lastSync')}>{lastSync > 0 ? clockTime(lastSync, true) : '–'}</Fact>
        </Facts>
      </div>
    </div>
  );
}

function stationOf(frame: Frame | undefined, frames: FrameStore, name: string): Station {
  const row = frame?.stationName.indexOf(frames.numberOf(name)) ?? -1;
  return {
    queue: frame?.stationQueue[row] ?? 0,
    lag: frame?.stationLag[row] ?? 0,
    lastSync: frame?.stationLastSync[row] ?? 0,
    running: (frame?.stationRunning[row] ?? 0) === 1,
  };
}
