import { type ReactElement, useState } from 'react';
import { NodeFlag } from '../../protocol/frame.ts';
import type { ControlPlanePart } from '../../protocol/messages.ts';
import { retirePart, startPart, stopPart } from '../actions/control-plane.ts';
import { editScheduler } from '../actions/scheduler-file.ts';
import type { Action } from '../actions/action.ts';
import { perform } from '../actions/perform.ts';
import { CLUSTER } from '../actions/registry.ts';
import { useEngine } from '../engine/react.tsx';
import { useT } from '../messages/language.ts';
import { Button } from '../parts/button.tsx';
import { clockTime } from '../parts/names.ts';
import { type Target, select } from '../state/selection.ts';
import css from './control-plane.module.css';
import type { words } from './words.en.ts';

/** The panel's own words, and by the part's name what does not happen while it is stopped. */
export interface PanelWords {
  readonly words: typeof words;
  readonly consequences: { readonly [name: string]: string };
}

interface Props {
  readonly part: ControlPlanePart;
  readonly said: PanelWords;
  readonly onDone: () => void;
}

/** One part: its name unfolds what it is for; who is stopped says so without being asked. */
export function PartRow({ part, said, onDone }: Props): ReactElement {
  const own = said.words;
  const { name, state, candidates, queue, watches } = part;
  const [open, setOpen] = useState(false);
  const several = candidates.length > 1;
  return (
    <div className={css.part} data-state={state} data-testid={`part-${name}`}>
      <div className={css.head}>
        <span className={css.dot} aria-hidden="true" />
        <button type="button" className={css.name} aria-expanded={open} onClick={() => setOpen(!open)}>
          {name}
        </button>
        {queue > 0 ? <span className={css.note}>{own.queue(queue)}</span> : null}
        {state === 'running' ? null : <span className={css.state}>{own[state]}</span>}
        {several ? null : <Switch name={name} host="" stopped={state === 'stopped'} onDone={onDone} />}
      </div>
      {editScheduler.applies({ kind: 'Station', namespace: '', name }, 0) ? <Configuration label={own.configuration} /> : null}
      {several || candidates[0]?.role === 'restarting' || (state === 'waiting' && candidates.length > 0) ? (
        <ul className={css.candidates}>
          {candidates.map(({ host, role, restartAt }) => (
            <li key={host} className={css.head} data-role={role}>
              <span className={css.host}>{host}</span>
              <span className={css.state}>{role === 'restarting' ? own.restarting(clockTime(restartAt)) : own[role]}</span>
              {several ? <Switch name={name} host={host} stopped={role === 'stopped'} onDone={onDone} /> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {open || state === 'stopped' ? <p className={css.without}>{said.consequences[name]}</p> : null}
      {open ? (
        <button type="button" className={css.open} data-testid={`open-${name}`} onClick={() => select(stationOf(part))}>
          {own.open}
        </button>
      ) : null}
      {open && watches.length > 0 ? <p className={css.watches}>{own.watches(watches.join(', '))}</p> : null}
    </div>
  );
}

/** With what it runs, as a text to change. */
function Configuration({ label }: { readonly label: string }): ReactElement {
  const t = useT();
  const engine = useEngine();
  return (
    <button
      type="button"
      className={css.open}
      title={t('action.editScheduler')}
      data-testid="edit-scheduler"
      onClick={() => void perform(engine, editScheduler, CLUSTER, '')}
    >
      {label}
    </button>
  );
}

/** Of a process with several stations, itself. */
function stationOf({ name, components }: ControlPlanePart): Target {
  const [only, ...others] = components;
  return { kind: 'Station', namespace: '', name: others.length > 0 ? name : (only ?? name) };
}

interface SwitchProps {
  readonly name: string;
  readonly host: string;
  readonly stopped: boolean;
  readonly onDone: () => void;
}

function Switch({ name, host, stopped, onDone }: SwitchProps): ReactElement {
  const t = useT();
  const engine = useEngine();
  const target: Target = { kind: 'Station', namespace: host, name };
  const flags = stopped ? NodeFlag.poweredOff : 0;
  const actions = [startPart, retirePart, stopPart].filter((action) => action.applies(target, flags));
  const act = (action: Action) => (): void => void perform(engine, action, target, '').then(onDone);
  return (
    <span className={css.buttons}>
      {actions.map((action) => (
        <Button
          key={action.id}
          look={action.destroys ? 'destroys' : undefined}
          title={action.instead ? t(action.instead) : undefined}
          aria-label={`${t(action.label)} ${host === '' ? name : `${name} ${host}`}`}
          data-testid={`${action.id}-${name}${host === '' ? '' : `-${host}`}`}
          onClick={act(action)}
        >
          {t(action.label)}
        </Button>
      ))}
    </span>
  );
}
