import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Overlays } from '../../../view/overlays/overlays.ts';
import { watchTokens } from '../../design/tokens.ts';
import type { Extra } from '../extra.ts';
import { createLayer, sizeLayer, wipe } from '../paint/layer.ts';
import { touch } from '../show.ts';
import styles from '../stage.module.css';
import type { Theatre } from '../theatre.ts';
import { useLanguage, useToolWords } from '../tools/words.ts';
import { isShown, parameterOf } from './chosen.ts';
import type { OverlaySign } from './overlay.ts';
import { OVERLAYS } from './registry.ts';

const LEGEND_EVERY_MS = 700;

interface Told {
  readonly id: string;
  readonly title: string;
  readonly signs: readonly OverlaySign[];
}

interface RunningProps {
  readonly theatre: Theatre;
  readonly overlays: Overlays;
}

/** The overlays that are shown, and their legend. */
export default function RunningOverlays({ theatre, overlays }: RunningProps): ReactNode {
  const [life, setLife] = useState(0);
  useEffect(() => {
    const { show } = theatre;
    const watch = watchLife(show.props.source.latest()?.sequence ?? -1, () => setLife((before) => before + 1));
    show.extras.add(watch);
    return () => void show.extras.delete(watch);
  }, [theatre]);
  return <Running key={life} theatre={theatre} overlays={overlays} />;
}

function Running({ theatre, overlays }: RunningProps): ReactNode {
  const words = useToolWords();
  const language = useLanguage();
  const [told, setTold] = useState<readonly Told[]>([]);
  const { services, owners, others } = overlays;
  useEffect(() => {
    const { show } = theatre;
    const chosen = OVERLAYS.filter(({ id }) => isShown({ services, owners, others }, id));
    const running = chosen.map(({ id, words, start }) => ({ id, words, overlay: start(show, language, parameterOf(others, id)) }));
    for (const { overlay } of running) {
      show.extras.add(overlay);
      overlay.frame?.(show);
    }
    const tell = (): void =>
      setTold(
        running
          .map(({ id, words, overlay }) => ({ id, title: words[language].title, signs: overlay.legend() }))
          .filter(({ signs }) => signs.length > 0),
      );
    tell();
    touch(show, 'still');
    const timer = setInterval(tell, LEGEND_EVERY_MS);
    const unwatch = watchTokens(tell);
    return () => {
      unwatch();
      clearInterval(timer);
      for (const { overlay } of running) {
        show.extras.delete(overlay);
        overlay.stop?.();
      }
      touch(show, 'still');
    };
  }, [theatre, services, owners, others, language]);
  if (told.length === 0) return null;
  return (
    // It may be longer than there is room for.
    <section
      className={`${styles['legend'] ?? ''} ${styles['overlaid'] ?? ''}`}
      tabIndex={0}
      aria-label={words.overlays}
      data-testid="overlay-legend"
    >
      <dl>
        {told.map(({ id, title, signs }) => (
          <div key={id} className={styles['told']}>
            <dt>{title}</dt>
            <dd>
              {signs.map((sign, index) => (
                // Signs keep their order while the same overlays are shown.
                <span key={index} className={styles['entry']}>
                  {sign.draw === undefined ? null : <Sign draw={sign.draw} />}
                  {sign.text}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Frames that begin anew have other numbers for all texts: whatever was remembered by number has to be forgotten. */
function watchLife(sequence: number, ended: () => void): Extra {
  let last = sequence;
  return {
    frame({ scene: { frame } }) {
      if ((frame?.sequence ?? last) < last) ended();
      last = frame?.sequence ?? last;
    },
  };
}

const SIZE = 14;

function Sign({ draw }: { readonly draw: NonNullable<OverlaySign['draw']> }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current === null) return;
    const layer = createLayer(canvas.current);
    sizeLayer(layer, SIZE, SIZE, devicePixelRatio);
    wipe(layer);
    draw(layer.pen, SIZE);
  }, [draw]);
  return <canvas ref={canvas} className={styles['overlaySign']} aria-hidden="true" />;
}
