import type { ReactNode } from 'react';
import type { Theatre } from '../theatre.ts';
import { pngOf, svgOf } from './picture-file.ts';
import styles from './tools.module.css';
import { useToolWords } from './words.ts';

/** Saves what is to be seen just now as a file. */
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
      <button type="button" className={styles['action']} data-testid="save-svg" onClick={() => save('svg', svgOf(theatre.show))}>
        {words.exportSvg}
      </button>
    </section>
  );
}

function hand(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
