import { type ReactElement, useCallback } from 'react';
import type { PartDetails } from '../../api/part-details.ts';
import { NodeFlag } from '../../protocol/frame.ts';
import { retirePart, startKubelet, startPart, stopKubelet, stopPart } from '../actions/control-plane.ts';
import { perform } from '../actions/perform.ts';
import type { Engine } from '../engine/engine.ts';
import { useEngine } from '../engine/react.tsx';
import type { Language } from '../messages/index.ts';
import { useT } from '../messages/language.ts';
import { useWords } from '../messages/use-words.ts';
import { loadConsequences } from '../part-words/load.ts';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/empty.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { type Target, select } from '../state/selection.ts';
import css from './inspector.module.css';
import { PartView } from './part/part-view.tsx';
import styles from './part/part.module.css';
import type { words } from './part/words.en.ts';

/** A component of the control plane, or the kubelet of a node: what it is for, what it has to do, what it did. */
export function StationDetails({ name, instance }: { readonly name: string; readonly instance: string }): ReactElement {
  const t = useT();
  const load = useCallback((engine: Engine) => loadPart(engine, name, instance), [name, instance]);
  const { value, error, again } = useAsked(load, LOOK_MS);
  const said = useWords(loadWords);
  const part = value?.part;
  return (
    <div className={css.details} data-testid="inspector">
      <header className={css.header}>
        <p className={css.kind}>
          {t('station.kind')}
          {instance === '' ? null : (
            <>
              {' · '}
              <button type="button" className={css.link} onClick={() => select({ kind: 'Node', namespace: '', name: instance })}>
                {instance}
              </button>
            </>
          )}
        </p>
        <h2 className={css.name} data-testid="inspector-name">
          {name}
        </h2>
        {part && said ? <p className={styles.for}>{said.consequences[part.name] ?? said.consequences[part.process]}</p> : null}
        {part ? <Switch part={part} name={name} instance={instance} onDone={again} /> : null}
      </header>
      <div className={css.body} tabIndex={0} role="region" aria-label={name} data-testid="part-details">
        {part && said ? <PartView part={part} now={value.now} said={said.words} /> : <Empty>{error}</Empty>}
      </div>
    </div>
  );
}

const LOOK_MS = 400;

/** With the virtual time at which it was so. */
async function loadPart(engine: Engine, name: string, instance: string): Promise<{ part: PartDetails | null; now: number }> {
  return { part: await engine.request({ type: 'part', name, instance }), now: engine.now() };
}

interface SwitchProps {
  readonly part: PartDetails;
  readonly name: string;
  readonly instance: string;
  readonly onDone: () => void;
}

/** Stops and starts it here as well. */
function Switch({ part, name, instance, onDone }: SwitchProps): ReactElement {
  const t = useT();
  const engine = useEngine();
  const isStopped = part.state === 'stopped';
  const isKubelet = instance !== '';
  const target: Target = isKubelet ? { kind: 'Node', namespace: '', name: instance } : { kind: 'Station', namespace: '', name };
  const flags = !isStopped ? 0 : isKubelet ? NodeFlag.kubeletStopped : NodeFlag.poweredOff;
  const actions = (isKubelet ? [startKubelet, stopKubelet] : [startPart, retirePart, stopPart]).filter((act) => act.applies(target, flags));
  return (
    <div className={styles.switch}>
      {actions.map((action) => (
        <Button
          key={action.id}
          look={action.destroys ? 'destroys' : undefined}
          title={action.instead ? t(action.instead) : undefined}
          data-testid={`inspector-${action.id}`}
          onClick={() => void perform(engine, action, target, '').then(onDone)}
        >
          {t(action.label)}
        </Button>
      ))}
    </div>
  );
}

interface Said {
  readonly words: typeof words;
  readonly consequences: { readonly [name: string]: string };
}

async function loadWords(language: Language): Promise<Said> {
  const { words: own } = language === 'zh' ? await import('./part/words.zh.ts') : await import('./part/words.en.ts');
  return { words: own, consequences: await loadConsequences(language) };
}
