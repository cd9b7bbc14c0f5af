/** A cluster's worker of the test's own, on the built site: the protocol without the page. */
import type { Page, Worker } from '@playwright/test';
import type { RequestBody } from '../src/protocol/messages.ts';

/** The worker that holds the page's cluster; the editor has workers of its own. */
export function clusterWorker(page: Page): Worker {
  const worker = page.workers().find((one) => /\/worker-[^/]*\.js$/.test(one.url()));
  if (!worker) throw new Error('the cluster has no worker');
  return worker;
}

/** What is asked, and for how many wall milliseconds the cluster then runs. */
export type Step = readonly [RequestBody, number];

/** Asks one thing after the other; what comes back is the last snapshot, as text. */
export async function run(page: Page, story: readonly Step[]): Promise<string> {
  return page.evaluate(speak, { url: clusterWorker(page).url(), steps: plain(story), pings: 0 }).then(({ snapshot }) => snapshot);
}

/** The same, and after it so many small questions, now and then: how many milliseconds each had to wait for its answer. */
export async function waits(page: Page, story: readonly Step[], pings: number): Promise<readonly number[]> {
  return page.evaluate(speak, { url: clusterWorker(page).url(), steps: plain(story), pings }).then(({ waited }) => waited);
}

type PlainStep = readonly [object, number];

/** The protocol's types are too rich for Playwright's. */
const plain = (story: readonly Step[]): readonly PlainStep[] => story;

interface Reply {
  readonly id?: number;
  readonly type: string;
  readonly answer?: { readonly bytes?: Uint8Array };
  readonly message?: string;
}

interface Task {
  readonly url: string;
  readonly steps: readonly PlainStep[];
  readonly pings: number;
}

/** Runs in the page. */
async function speak({ url, steps, pings }: Task): Promise<{ readonly snapshot: string; readonly waited: readonly number[] }> {
  const worker = new Worker(url, { type: 'module' });
  let id = 0;
  const ask = (body: object): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const mine = ++id;
      worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => {
        if (data.id !== mine) return;
        if (data.type === 'answer') resolve(data);
        else reject(new Error(data.message));
      });
      worker.postMessage({ ...body, id: mine }, []);
    });
  for (const [body, runsMs] of steps) {
    await ask(body);
    if (runsMs > 0) await new Promise((resolve) => setTimeout(resolve, runsMs));
  }
  const waited: number[] = [];
  for (let ping = 0; ping < pings; ping += 1) {
    const began = performance.now();
    await ask({ type: 'api', request: { verb: 'version' } });
    waited.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { answer } = await ask({ type: 'snapshot' });
  worker.terminate();
  return { snapshot: new TextDecoder().decode(answer?.bytes), waited };
}
