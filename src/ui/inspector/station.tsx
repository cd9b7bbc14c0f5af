import { type ReactElement, useCallback, useEffect, useState } from 'react';
import type { PartDetails } from '../../api/part-details.ts';
import { NodeFlag } from '../../protocol/frame.ts';
import { retirePart, startKubelet, startPart, stopKubelet, stopPart } from '../actions/control-plane.ts';
import { perform } from '../actions/perform.ts';
import { useEngine, useFrameEffect } from '../engine/react.tsx';
import type { Language } from '../messages/index.ts';
import { useT } from '../messages/language.ts';
import { loadConsequences } from '../part-words/load.ts';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/empty.tsx';
import { usePreferences } from '../state/preferences.ts';
import { type Target, select } from '../state/selection.ts';
import css from './inspector.module.css';
import { PartView } from './part/part-view.tsx';
import styles from './part/part.module.css';
import type { words } from './part/words.en.ts';

/** A component of the control plane, or the kubelet of a node: what it is for, what it has to do, what it did. */
export function StationDetails({ name, instance }: { readonly name: string; readonly instance: string }): ReactElement {
  const t = useT();
  const { part, now, error, again } = usePart(name, instance);
  const said = useWords();
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
        {part && said ? <PartView part={part} now={now} said={said.words} /> : <Empty>{error}</Empty>}
      </div>
    </div>
  );
}

const LOOK_MS = 400;

interface Held {
  readonly part: PartDetails | undefined;
  readonly now: number;
  readonly error: string;
}

/** Asked for while it is looked at, and no longer. */
function usePart(name: string, instance: string): Held & { again(): void } {
  const engine = useEngine();
  const [held, setHeld] = useState<Held & { readonly of: string }>({ part: undefined, now: 0, error: '', of: '' });
  const of = `${name}/${instance}`;
  const again = useCallback((): void => {
    engine.request({ type: 'part', name, instance }).then(
      (part) => setHeld({ part: part ?? undefined, now: engine.now(), error: '', of }),
      (error: unknown) => setHeld({ part: undefined, now: 0, error: error instanceof Error ? error.message : String(error), of }),
    );
  }, [engine, name, instance, of]);
  useEffect(again, [again]);
  useFrameEffect(again, LOOK_MS);
  return { ...(held.of === of ? held : { part: undefined, now: 0, error: '' }), again };
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

function useWords(): Said | undefined {
  const language = usePreferences((state) => state.language);
  const [held, setHeld] = useState<Said>();
  useEffect(() => {
    let gone = false;
    void loadWords(language).then((loaded) => gone || setHeld(loaded));
    return () => {
      gone = true;
    };
  }, [language]);
  return held;
}
