import { type ReactNode, useEffect, useState } from 'react';
import type { Show } from '../show.ts';
import type { Theatre } from '../theatre.ts';
import { gifOf, keepClips, ringOf, stopClips, webmOf, webmType } from './clip.ts';
import { pngOf } from './picture-file.ts';
import styles from './tools.module.css';
import { useToolWords } from './words.ts';

/** What draws comes with the first drawing. */
async function drawn(show: Show): Promise<Blob> {
  const { svgOf } = await import('./drawing.ts');
  return svgOf(show);
}

/** Saves what is to be seen just now, or was in the last seconds, as a file. */
export function Save({ theatre, close }: { readonly theatre: Theatre; readonly close: () => void }): ReactNode {
  const words = useToolWords();
  const save = (extension: string, made: Promise<Blob>): void => {
    void made.then((blob) => {
      hand(blob, `kubarium.${extension}`);
      close();
    });
  };
  return (
    <section className={styles['panel']} aria-label={words.export} data-testid="stage-save">
      <button type="button" className={styles['action']} data-testid="save-png" onClick={() => save('png', pngOf(theatre.show))}>
        {words.exportPng}
      </button>
      <button type="button" className={styles['action']} data-testid="save-svg" onClick={() => save('svg', drawn(theatre.show))}>
        {words.exportSvg}
      </button>
      <Clips theatre={theatre} save={save} />
    </section>
  );
}

interface ClipsProps {
  readonly theatre: Theatre;
  readonly save: (extension: string, made: Promise<Blob>) => void;
}

/** Pictures are kept from when somebody asks for it; it goes on when the tool is closed. */
function Clips({ theatre: { show }, save }: ClipsProps): ReactNode {
  const words = useToolWords();
  const [ring, setRing] = useState(() => ringOf(show));
  const [share, setShare] = useState(-1);
  const seconds = useKeptSeconds(ring !== undefined, () => keptSeconds(ring?.frames()[0]?.at));
  const webm = webmType();
  const toggle = (): void => {
    if (ring === undefined) keepClips(show);
    else stopClips(show);
    setRing(ringOf(show));
  };
  const busy = share >= 0;
  const make = (extension: string, made: (progress: (share: number) => void) => Promise<Blob>): void => {
    setShare(0);
    save(
      extension,
      made(setShare).finally(() => setShare(-1)),
    );
  };
  return (
    <>
      <label className={styles['keep']}>
        <input type="checkbox" checked={ring !== undefined} disabled={busy} data-testid="clip-keep" onChange={toggle} />
        {words.keep}
      </label>
      {ring === undefined ? null : (
        <>
          <p className={styles['kept']} role="status" data-testid="clip-status">
            {busy ? words.making(Math.round(share * 100)) : words.kept(seconds)}
          </p>
          {webm === undefined ? null : (
            <button
              type="button"
              className={styles['action']}
              disabled={busy}
              data-testid="save-webm"
              onClick={() => make('webm', (progress) => webmOf(ring, webm, progress))}
            >
              {words.exportWebm}
            </button>
          )}
          <button
            type="button"
            className={styles['action']}
            disabled={busy}
            data-testid="save-gif"
            onClick={() => make('gif', (progress) => gifOf(ring, progress))}
          >
            {words.exportGif}
          </button>
        </>
      )}
    </>
  );
}

const LOOK_MS = 500;

function useKeptSeconds(on: boolean, look: () => number): number {
  const [seconds, setSeconds] = useState(look);
  useEffect(() => {
    if (!on) return undefined;
    const timer = setInterval(() => setSeconds(look()), LOOK_MS);
    return () => clearInterval(timer);
  });
  return seconds;
}

function keptSeconds(since: number | undefined): number {
  return since === undefined ? 0 : Math.round((performance.now() - since) / 1000);
}

function hand(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
