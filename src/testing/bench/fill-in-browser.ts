/** The same work in the worker of a page: it has neither Node's flags nor its room. */
import { buildSync } from 'esbuild';
import type { Filling } from './fill.ts';
import { launched } from './site.ts';

const HOUR_MS = 3_600_000;

/** Milliseconds by the clock. */
export function fillInBrowser(filling: Filling): Promise<number> {
  const { outputFiles } = buildSync({
    entryPoints: ['src/testing/bench/fill-worker.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'error',
  });
  const script = outputFiles[0]?.text ?? '';
  return launched(async (browser) => {
    const page = await browser.newPage();
    page.setDefaultTimeout(HOUR_MS);
    return page.evaluate(
      ({ text, wanted }) =>
        new Promise<number>((resolve, reject) => {
          const worker = new Worker(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
          worker.addEventListener('message', ({ data }: MessageEvent<number>) => resolve(data));
          worker.addEventListener('error', ({ message }) => reject(new Error(message)));
          worker.postMessage(wanted, []);
        }),
      { text: script, wanted: filling },
    );
  });
}
