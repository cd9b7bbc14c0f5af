import type { ReactElement } from 'react';
import type { Frame } from '../../view/frame.ts';
import { labelKeys } from '../../view/overlays/legend.ts';
import { PLAIN_COLOURS } from '../../view/overlays/overlays.ts';
import type { FrameStore } from '../engine/frame-store.ts';
import { useFrameValue } from '../engine/react.tsx';
import { sameFields } from '../engine/rows.ts';
import { COLOUR_WORDS } from '../messages/colour-words.ts';
import { useT } from '../messages/language.ts';
import { useOverlays } from '../state/overlays.ts';
import { usePreferences } from '../state/preferences.ts';
import css from './topbar.module.css';

/** What is laid over the picture, as far as it is asked for most. The stage's own tools offer all of it. */
export default function OverlaySwitches(): ReactElement {
  const t = useT();
  const { services, owners } = useOverlays();
  return (
    <div className={css.overlays} role="group" aria-label={t('overlays.label')}>
      <ColourChoice />
      <Switch
        label={t('overlays.services')}
        on={services}
        testId="overlay-services"
        onSwitch={(on) => useOverlays.setState({ services: on })}
      />
      <Switch label={t('overlays.owners')} on={owners} testId="overlay-owners" onSwitch={(on) => useOverlays.setState({ owners: on })} />
    </div>
  );
}

const NO_KEYS: readonly string[] = [];
const keysOf = (frame: Frame | undefined, frames: FrameStore): readonly string[] => (frame ? labelKeys(frame, frames) : NO_KEYS);

function ColourChoice(): ReactElement {
  const t = useT();
  const words = COLOUR_WORDS[usePreferences((state) => state.language)];
  const colour = useOverlays((state) => state.colour);
  const found = useFrameValue(keysOf, sameFields, 1000);
  const keys = colour.by === 'label' && !found.includes(colour.key) ? [...found, colour.key] : found;
  const value = colour.by === 'label' ? `label:${colour.key}` : colour.by;
  const choose = (chosen: string): void => {
    if (chosen.startsWith('label:')) useOverlays.setState({ colour: { by: 'label', key: chosen.slice(6) } });
    else useOverlays.setState({ colour: { by: PLAIN_COLOURS.find((plain) => plain === chosen) ?? 'state' } });
  };
  return (
    <label className={css.choice}>
      <span className={css.word}>{t('overlays.colour')}</span>
      <select value={value} data-testid="overlay-colour" onChange={(event) => choose(event.currentTarget.value)}>
        {PLAIN_COLOURS.map((plain) => (
          <option key={plain} value={plain}>
            {words[plain]}
          </option>
        ))}
        {keys.length === 0 ? null : (
          <optgroup label={t('overlays.byLabel')}>
            {keys.map((key) => (
              <option key={key} value={`label:${key}`}>
                {key}
              </option>
            ))}
          </optgroup>
        )}
      </select>
    </label>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly on: boolean;
  readonly testId: string;
  readonly onSwitch: (on: boolean) => void;
}

function Switch({ label, on, testId, onSwitch }: SwitchProps): ReactElement {
  return (
    <button type="button" className={css.switch} aria-pressed={on} data-testid={testId} onClick={() => onSwitch(!on)}>
      <span className={css.lamp} />
      {label}
    </button>
  );
}
