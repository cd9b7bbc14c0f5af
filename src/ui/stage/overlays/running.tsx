import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { createLayer, sizeLayer, wipe } from '../paint/layer.ts';
import { touch } from '../show.ts';
import styles from '../stage.module.css';
import type { Theatre } from '../theatre.ts';
import { useLanguage } from '../tools/words.ts';
import type { OverlaySign, RunningOverlay } from './overlay.ts';
import { OVERLAYS } from './registry.ts';

const LEGEND_EVERY_MS = 700;

/** The overlays that are shown, and their legend. */
export default function RunningOverlays({ theatre, ids }: { readonly theatre: Theatre; readonly ids: readonly string[] }): ReactNode {
  const language = useLanguage();
  const [signs, setSigns] = useState<readonly OverlaySign[]>([]);
  useEffect(() => {
    const { show } = theatre;
    const running: readonly RunningOverlay[] = OVERLAYS.filter(({ id }) => ids.includes(id)).map(({ start }) => start(show, language));
    for (const overlay of running) show.extras.add(overlay);
    const tell = (): void => setSigns(running.flatMap((overlay) => overlay.legend()));
    tell();
    touch(show, 'still');
    const timer = setInterval(tell, LEGEND_EVERY_MS);
    return () => {
      clearInterval(timer);
      for (const overlay of running) show.extras.delete(overlay);
      touch(show, 'still');
    };
  }, [theatre, ids, language]);
  if (signs.length === 0) return null;
  return (
    <ul className={`${styles['legend'] ?? ''} ${styles['overlaid'] ?? ''}`} data-testid="overlay-legend">
      {signs.map((sign, index) => (
        // Signs keep their order while the same overlays are shown.
        <li key={index} className={styles['entry']}>
          {sign.draw === undefined ? null : <Sign draw={sign.draw} />}
          {sign.text}
        </li>
      ))}
    </ul>
  );
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
