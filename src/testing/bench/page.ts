/** What a visitor waits for: the living cluster at first sight, and answers while time runs flat out. */
import type { Browser } from '@playwright/test';
import { type Step, waits } from '../../../e2e/own-worker.ts';
import type { Figure } from './main.ts';
import { median } from './measure.ts';
import { openSite, withBrowser } from './site.ts';

export function page(): Promise<readonly Figure[]> {
  return withBrowser(async (browser) => [...(await firstSight(browser)), ...(await answers(browser))]);
}

const VISITS = 5;

async function firstSight(browser: Browser): Promise<readonly Figure[]> {
  const seconds: number[] = [];
  for (let visit = 0; visit < VISITS; visit += 1) {
    const site = await openSite(browser);
    await site.getByTestId('cluster-line').filter({ hasText: '7 ready' }).waitFor();
    seconds.push((await site.evaluate(() => performance.now())) / 1000);
    await site.context().close();
  }
  return [{ name: 'from the address to a living cluster', value: median(seconds), unit: 's, median', target: { atMost: 2 } }];
}

const EMPTY: readonly Step[] = [[{ type: 'boot', boot: { from: 'empty', seed: 1, startTime: Date.UTC(2026, 0, 1) } }, 500]];
const BUSY: readonly Step[] = [
  ...EMPTY,
  [{ type: 'clock', clock: { type: 'speed', speed: 100 } }, 500],
  [{ type: 'kubectl', line: 'kubectl create deployment many --image=nginx:1.27 --replicas=300', files: {} }, 0],
];
const QUESTIONS = 60;

/** By the clock, since it is what one waits. */
async function answers(browser: Browser): Promise<readonly Figure[]> {
  const site = await openSite(browser);
  await site.getByTestId('cluster-line').filter({ hasText: '7 ready' }).waitFor();
  const idle = median(await waits(site, EMPTY, QUESTIONS));
  const busy = median(await waits(site, BUSY, QUESTIONS));
  await site.context().close();
  return [
    { name: 'an answer at 100× while 300 pods start', value: busy, unit: 'ms, median', target: { atMost: 50 } },
    { name: 'yardstick: an answer of an empty cluster', value: idle, unit: 'ms, median' },
  ];
}
