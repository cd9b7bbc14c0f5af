import { useState } from 'react';
import type { ReactNode } from 'react';
import { labelKeys } from '../../../view/overlays/legend.ts';
import { PLAIN_ARRANGEMENTS } from '../../../view/overlays/overlays.ts';
import type { ArrangeBy, Overlays } from '../../../view/overlays/overlays.ts';
import { isShown, parameterOf, withChosen, withOverlay } from '../overlays/chosen.ts';
import type { Overlay } from '../overlays/overlay.ts';
import { OVERLAYS } from '../overlays/registry.ts';
import type { Theatre } from '../theatre.ts';
import styles from './tools.module.css';
import { arrangementName, useLanguage, useToolWords } from './words.ts';

interface LayersProps {
  readonly theatre: Theatre;
  readonly overlays: Overlays;
  readonly choose: (change: Partial<Overlays>) => void;
}

/** What pods stand together by, and what is laid over them. */
export function Layers({ theatre, overlays, choose }: LayersProps): ReactNode {
  const words = useToolWords();
  const keys = useLabelKeys(theatre, overlays.arrange);
  const value = overlays.arrange.by === 'label' ? `label ${overlays.arrange.key}` : overlays.arrange.by;
  return (
    <section className={styles['panel']} aria-label={words.layers} data-testid="stage-layers">
      <label>
        {words.arrange}
        <select value={value} data-testid="stage-arrange" onChange={(event) => choose({ arrange: arrangeOf(event.currentTarget.value) })}>
          {PLAIN_ARRANGEMENTS.map((plain) => (
            <option key={plain} value={plain}>
              {arrangementName(words, plain)}
            </option>
          ))}
          {keys.length === 0 ? null : (
            <optgroup label={words.label}>
              {keys.map((key) => (
                <option key={key} value={`label ${key}`}>
                  {key}
                </option>
              ))}
            </optgroup>
          )}
        </select>
      </label>
      <h2>{words.overlays}</h2>
      {OVERLAYS.map((overlay) => (
        <Choice key={overlay.id} overlay={overlay} overlays={overlays} choose={choose} />
      ))}
    </section>
  );
}

function arrangeOf(chosen: string): ArrangeBy {
  if (chosen.startsWith('label ')) return { by: 'label', key: chosen.slice('label '.length) };
  return { by: PLAIN_ARRANGEMENTS.find((plain) => plain === chosen) ?? 'node' };
}

interface ChoiceProps extends Omit<LayersProps, 'theatre'> {
  readonly overlay: Overlay;
}

function Choice({ overlay: { id, words }, overlays, choose }: ChoiceProps): ReactNode {
  const { title, help, parameter } = words[useLanguage()];
  const on = isShown(overlays, id);
  return (
    <div className={styles['choice']}>
      <label>
        <input
          type="checkbox"
          checked={on}
          aria-describedby={`overlay-help-${id}`}
          data-testid={`layer-${id}`}
          onChange={(event) => choose(withOverlay(overlays, id, event.currentTarget.checked))}
        />
        {title}
      </label>
      {parameter === undefined || !on ? null : (
        <input
          type="text"
          className={styles['parameter']}
          aria-label={parameter.label}
          placeholder={parameter.example}
          defaultValue={parameterOf(overlays.others, id)}
          spellCheck={false}
          autoComplete="off"
          data-testid={`layer-${id}-parameter`}
          onChange={(event) => choose({ others: withChosen(overlays.others, id, true, event.currentTarget.value) })}
        />
      )}
      <p id={`overlay-help-${id}`} className={styles['help']}>
        {help}
      </p>
    </div>
  );
}

/** Keys when the panel opens; they hardly ever change. */
function useLabelKeys({ show }: Theatre, by: ArrangeBy): readonly string[] {
  const [keys] = useState(() => (show.scene.frame === undefined ? [] : labelKeys(show.scene.frame, show.props.source)));
  return by.by === 'label' && !keys.includes(by.key) ? [...keys, by.key] : keys;
}
