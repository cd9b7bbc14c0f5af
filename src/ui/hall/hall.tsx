import { type ReactElement, useEffect, useMemo, useRef } from 'react';
import type { Frame } from '../../protocol/frame.ts';
import { stationLabel } from '../../view/layout/strip.ts';
import { stationNamed } from '../../view/named.ts';
import { sidesOf } from '../../view/sides.ts';
import { command } from '../actions/clock.ts';
import type { FrameStore } from '../engine/frame-store.ts';
import { useEngine, useEngineState, useFrameEffect, useFrameValue } from '../engine/react.tsx';
import { sameFields } from '../engine/rows.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { leaveHall, useHall } from '../state/hall.ts';
import { usePreferences } from '../state/preferences.ts';
import { select, useSelection } from '../state/selection.ts';
import { startCouriers } from './couriers.ts';
import css from './hall.module.css';
import { API, ETCD } from './messages.ts';
import { en, zh } from './words.ts';

const SLOW = 0.1;

/** The control plane as a place: its stations with what they have to do, and what travels between them. */
export default function Hall(): ReactElement {
  const engine = useEngine();
  const language = usePreferences((state) => state.language);
  const words = language === 'zh' ? zh : en;
  const root = useRef<HTMLElement>(null);
  const names = useFrameValue(namesOf, sameFields, 1000);
  const sides = useMemo(() => sidesOf(names), [names]);
  useEffect(() => (root.current === null ? undefined : startCouriers(root.current, engine)), [engine]);
  usePlates(root, words);
  useReturn(root);
  return (
    <section ref={root} className={css.hall} aria-label={words.title} tabIndex={-1} data-clip="moves" data-testid="hall">
      <header className={css.head}>
        <h2>{words.title}</h2>
        <p className={css.lead}>{words.lead}</p>
        <SlowMotion label={words.slow} />
        <IconButton icon="close" label={words.leave} data-testid="hall-leave" onClick={leaveHall} />
      </header>
      <div className={css.floor}>
        {[...sides].map(([side, stations]) => (
          <div key={side} className={css.side} data-side={side} role="group" aria-label={words.sides[side] ?? side}>
            <h3 className={css.sideName}>{words.sides[side] ?? side}</h3>
            <div className={css.stations}>
              {stations.map((name) => (
                <Station key={name} name={name} />
              ))}
              {side === 'nodes' ? <Kubelets say={words.kubelets} /> : null}
            </div>
          </div>
        ))}
      </div>
      <canvas className={css.wires} aria-hidden="true" />
    </section>
  );
}

function Station({ name }: { readonly name: string }): ReactElement {
  const selected = useSelection(({ selected: target }) => target?.kind === 'Station' && target.name === name);
  return (
    <button
      type="button"
      className={css.station}
      data-station={name}
      data-large={name === API || name === ETCD}
      aria-pressed={selected}
      title={name}
      data-testid={`station-${name}`}
      onClick={() => select({ kind: 'Station', namespace: '', name })}
    >
      <span className={css.name}>{name === API || name === ETCD ? name : stationLabel(name)}</span>
      <span className={css.queue} aria-hidden="true" />
      <span className={css.note} />
    </button>
  );
}

function Kubelets({ say }: { readonly say: (count: number) => string }): ReactElement {
  const count = useFrameValue(nodesOf);
  return <span className={css.kubelets}>{say(count)}</span>;
}

/** A tenth of real time, in which a watch event takes long enough to be seen; what it was before comes back. */
function SlowMotion({ label }: { readonly label: string }): ReactElement {
  const engine = useEngine();
  const speed = useEngineState((state) => state.speed);
  /** 0 while nobody has slowed it down here. */
  const before = useRef(0);
  const slow = speed === SLOW;
  const toggle = (): void => {
    if (!slow) before.current = speed;
    command(engine, { type: 'speed', speed: slow ? before.current || 1 : SLOW });
  };
  useEffect(
    () => () => {
      if (engine.state().speed === SLOW && before.current !== 0) command(engine, { type: 'speed', speed: before.current });
    },
    [engine],
  );
  return (
    <Button look={slow ? 'primary' : undefined} aria-pressed={slow} data-testid="hall-slow" onClick={toggle}>
      {label}
    </Button>
  );
}

const PLATES_MS = 100;
const RECENT_MS = 600;
const MOST_KEYS = 12;

/** Numbers and bars are written past React, ten times a second at most. */
function usePlates(root: React.RefObject<HTMLElement | null>, words: typeof en): void {
  useFrameEffect((frame, frames) => {
    if (!frame) return;
    const plates = root.current?.querySelectorAll<HTMLElement>('[data-station]') ?? [];
    for (const plate of plates) showPlate(plate, frame, frames, words);
  }, PLATES_MS);
}

function showPlate(plate: HTMLElement, frame: Frame, frames: FrameStore, words: typeof en): void {
  const name = plate.dataset['station'] ?? '';
  const row = stationNamed(frame, frames, name);
  const queue = frame.stationQueue[row] ?? 0;
  const lag = frame.stationLag[row] ?? 0;
  const isStopped = frame.stationRunning[row] !== 1;
  const recent = frame.now - (frame.stationLastSync[row] ?? 0) < RECENT_MS;
  set(plate, 'state', isStopped ? 'stopped' : queue > 0 ? 'busy' : recent ? 'recent' : 'idle');
  const [, bar, note] = plate.children;
  if (bar instanceof HTMLElement) bar.style.width = `${(Math.min(queue, MOST_KEYS) / MOST_KEYS) * 100}%`;
  const text = isStopped ? words.stopped : queue > 0 ? words.waiting(queue) : lag > 0 ? words.behind(lag) : '';
  const own = name === ETCD && !isStopped ? `${words.revision} ${frame.revision.toLocaleString('en')}` : text;
  if (note !== undefined && note.textContent !== own) note.textContent = own;
}

function set(element: HTMLElement, key: string, value: string): void {
  if (element.dataset[key] !== value) element.dataset[key] = value;
}

/** The keyboard comes along, and goes back where it was. */
function useReturn(root: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    const hall = root.current;
    hall?.focus();
    // Not before: what can't be reached loses the keyboard.
    useHall.setState({ entered: true });
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      leaveHall();
    };
    hall?.addEventListener('keydown', onKey);
    return () => {
      hall?.removeEventListener('keydown', onKey);
      if (before instanceof HTMLElement) before.focus();
    };
  }, [root]);
}

const NO_NAMES: readonly string[] = [];

function namesOf(frame: Frame | undefined, frames: FrameStore): readonly string[] {
  return frame ? Array.from(frame.stationName, (name) => frames.string(name)) : NO_NAMES;
}

function nodesOf(frame: Frame | undefined): number {
  return frame?.nodeCount ?? 0;
}
