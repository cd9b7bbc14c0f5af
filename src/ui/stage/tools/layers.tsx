import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { labelKeys } from '../../../view/overlays/colouring.ts';
import { PLAIN_ARRANGEMENTS } from '../../../view/overlays/overlays.ts';
import type { ArrangeBy, Overlays } from '../../../view/overlays/overlays.ts';
import type { Theatre } from '../theatre.ts';
import styles from './tools.module.css';
import { useToolWords } from './words.ts';

const NAMES = { node: 'byNode', zone: 'byZone', namespace: 'byNamespace', owner: 'byOwner' } as const;

interface LayersProps {
  readonly theatre: Theatre;
  readonly overlays: Overlays;
  readonly arrange: (by: ArrangeBy) => void;
}

/** What pods stand together by, and what is laid over them. */
export function Layers({ theatre, overlays, arrange }: LayersProps): ReactNode {
  const words = useToolWords();
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
    </section>
  );
}

/** Keys when the panel opens; they hardly ever change. */
function useLabelKeys({ show }: Theatre, by: ArrangeBy): readonly string[] {
  const [keys, setKeys] = useState<readonly string[]>([]);
  useEffect(() => {
    const { frame } = show.scene;
    setKeys(frame === undefined ? [] : labelKeys(frame, show.props.source));
  }, [show]);
  return by.by === 'label' && !keys.includes(by.key) ? [...keys, by.key] : keys;
}
