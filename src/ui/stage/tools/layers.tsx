import { useState } from 'react';
import type { ReactNode } from 'react';
import { labelKeys } from '../../../view/overlays/legend.ts';
import { PLAIN_ARRANGEMENTS } from '../../../view/overlays/overlays.ts';
import type { ArrangeBy, Overlays } from '../../../view/overlays/overlays.ts';
import { OVERLAYS } from '../overlays/registry.ts';
import type { Theatre } from '../theatre.ts';
import styles from './tools.module.css';
import { useLanguage, useToolWords } from './words.ts';

const NAMES = { node: 'byNode', zone: 'byZone', namespace: 'byNamespace', owner: 'byOwner' } as const;

interface LayersProps {
  readonly theatre: Theatre;
  readonly overlays: Overlays;
  readonly arrange: (by: ArrangeBy) => void;
  readonly overlay: (ids: readonly string[]) => void;
}

/** What pods stand together by, and what is laid over them. */
export function Layers({ theatre, overlays, arrange, overlay }: LayersProps): ReactNode {
  const words = useToolWords();
  const language = useLanguage();
  const keys = useLabelKeys(theatre, overlays.arrange);
  const value = overlays.arrange.by === 'label' ? `label ${overlays.arrange.key}` : overlays.arrange.by;
  const choose = (chosen: string): void => {
    if (chosen.startsWith('label ')) arrange({ by: 'label', key: chosen.slice('label '.length) });
    else arrange({ by: PLAIN_ARRANGEMENTS.find((plain) => plain === chosen) ?? 'node' });
  };
  return (
    <section className={styles['panel']} aria-label={words.layers} data-testid="stage-layers">
      <label>
        {words.arrange}
        <select value={value} data-testid="stage-arrange" onChange={(event) => choose(event.currentTarget.value)}>
          {PLAIN_ARRANGEMENTS.map((plain) => (
            <option key={plain} value={plain}>
              {words[NAMES[plain]]}
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
      {OVERLAYS.map(({ id, words: said }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={overlays.others.includes(id)}
            data-testid={`overlay-${id}`}
            onChange={(event) => overlay(toggled(overlays.others, id, event.currentTarget.checked))}
          />
          {said[language].title}
          <span className={styles['help']}>{said[language].help}</span>
        </label>
      ))}
    </section>
  );
}

function toggled(ids: readonly string[], id: string, on: boolean): readonly string[] {
  return on ? [...ids, id] : ids.filter((other) => other !== id);
}

/** Keys when the panel opens; they hardly ever change. */
function useLabelKeys({ show }: Theatre, by: ArrangeBy): readonly string[] {
  const [keys] = useState(() => (show.scene.frame === undefined ? [] : labelKeys(show.scene.frame, show.props.source)));
  return by.by === 'label' && !keys.includes(by.key) ? [...keys, by.key] : keys;
}
