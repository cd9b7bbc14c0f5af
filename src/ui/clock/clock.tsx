import { type ReactElement, useRef } from 'react';
import { SPEEDS, command } from '../actions/clock.ts';
import { useEngine, useEngineState, useFrameEffect } from '../engine/react.tsx';
import { useT } from '../messages/language.ts';
import { IconButton } from '../parts/button.tsx';
import { clockDate, clockTime } from '../parts/names.ts';
import css from './clock.module.css';

/** Time: play, pause, step, how fast, and what o'clock it is in the cluster. Always in the same place. */
export function Clock({ small }: { readonly small: boolean }): ReactElement {
  const t = useT();
  const engine = useEngine();
  const playing = useEngineState((state) => state.playing);
  const idle = useEngineState((state) => state.phase !== 'running');
  return (
    <footer className={css.clock} aria-label={t('clock.label')} data-testid="clock" data-playing={playing}>
      <div className={css.buttons}>
        <button
          type="button"
          className={css.play}
          aria-label={t(playing ? 'clock.pause' : 'clock.play')}
          title={`${t(playing ? 'clock.pause' : 'clock.play')} (Space)`}
          data-testid="clock-play"
          disabled={idle}
          onClick={() => command(engine, { type: playing ? 'pause' : 'play' })}
        >
          <PlayMark playing={playing} />
        </button>
        <IconButton
          icon="step"
          label={t('clock.step')}
          data-testid="clock-step"
          disabled={idle}
          onClick={() => command(engine, { type: 'step' })}
        />
      </div>
      <Face />
      <Speed />
      {small ? null : <LastStep />}
    </footer>
  );
}

function PlayMark({ playing }: { readonly playing: boolean }): ReactElement {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="currentColor">
      <path d={playing ? 'M4 3h3v10H4zM9 3h3v10H9z' : 'M4.5 2.5v11l9-5.5z'} />
    </svg>
  );
}

/** Written into the page ten times a second, past React. */
function Face(): ReactElement {
  const t = useT();
  const time = useRef<HTMLSpanElement>(null);
  const date = useRef<HTMLSpanElement>(null);
  const engine = useEngine();
  useFrameEffect(() => {
    const now = engine.now();
    if (time.current) time.current.textContent = now === 0 ? '––:––:––.–' : clockTime(now, true);
    if (date.current) date.current.textContent = now === 0 ? '' : clockDate(now);
  }, 100);
  return (
    <div className={css.face} role="timer" aria-label={t('clock.now')} title={t('clock.nowHelp')}>
      <span ref={time} className={css.time} data-testid="clock-now" />
      <span className={css.date}>
        <span ref={date} /> UTC
      </span>
    </div>
  );
}

function Speed(): ReactElement {
  const t = useT();
  const engine = useEngine();
  const speed = useEngineState((state) => state.speed);
  const at = SPEEDS.reduce((best, one, index) => (Math.abs(one - speed) < Math.abs((SPEEDS[best] ?? 1) - speed) ? index : best), 0);
  return (
    <label className={css.speed}>
      <span className={css.word}>{t('clock.speed')}</span>
      <input
        type="range"
        min={0}
        max={SPEEDS.length - 1}
        step={1}
        value={at}
        data-testid="clock-speed"
        aria-label={t('clock.speed')}
        aria-valuetext={`${speed}×`}
        onChange={(event) => command(engine, { type: 'speed', speed: SPEEDS[Number(event.currentTarget.value)] ?? 1 })}
      />
      <output className={css.factor} data-testid="clock-factor">
        {speed}×
      </output>
    </label>
  );
}

/** What the last step moved; shown while time stands still. */
function LastStep(): ReactElement {
  const t = useT();
  const playing = useEngineState((state) => state.playing);
  const lastStep = useEngineState((state) => state.lastStep);
  const phase = useEngineState((state) => state.phase);
  const text = phase !== 'running' || playing ? '' : lastStep === '' ? t('clock.still') : lastStep;
  return (
    <p className={css.last} role="status" data-testid="clock-last-step" title={text}>
      {text}
    </p>
  );
}
