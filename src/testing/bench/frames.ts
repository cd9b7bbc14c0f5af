/** The stage in a browser: script time of frames, beside two other ways to draw as many marks. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import type { Figure } from './main.ts';
import { median } from './measure.ts';
import { openSite, withBrowser } from './site.ts';

interface Reading {
  readonly script: readonly number[];
  readonly fps: number;
}

const HUGE = { nodes: 5000, pods: 150_000 };
const LARGE = { nodes: 100, pods: 3000 };

export function frames(): Promise<readonly Figure[]> {
  return withBrowser(async (browser) => [
    ...(await stage(browser)),
    ...(await overlaid(browser)),
    ...(await latency(browser)),
    ...(await yardsticks(browser)),
  ]);
}

async function stage(browser: Browser): Promise<readonly Figure[]> {
  const huge = await open(browser, 'stage', HUGE);
  const figures = [
    ...(await read(huge, '150,000 pods at rest', 'rest', 120, 4)),
    ...(await read(huge, '150,000 pods, panned', 'panned', 120, 4)),
    ...(await read(huge, '150,000 pods, zoomed in and out', 'zoomed', 160, 4)),
    ...(await read(huge, '150,000 pods, 2,000 changing a second', 'changing', 180, 8)),
    { name: '150,000 pods: the page’s process', value: await residentMegabytes(browser, huge), unit: 'MB', target: { atMost: 300 } },
  ];
  await huge.close();
  const large = await open(browser, 'stage', LARGE);
  figures.push(...(await read(large, '3,000 pods, moving and changing', 'animated', 180, 3)));
  await large.close();
  return figures;
}

/** Overlays that tell of pods, all at once and the heaviest alone; a search or selector takes the light from the others. */
const OVERLAID = ['policies;budgets;events;requests;taints;volumes;priorities', 'selector tier in (tier-1);spread'];

async function overlaid(browser: Browser): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const others of OVERLAID) {
    const page = await open(browser, 'stage', { ...HUGE, others });
    const name = `150,000 pods under ${others.replaceAll(';', ', ')}`;
    figures.push(
      ...(await read(page, `${name}, panned`, 'panned', 120, 16)),
      ...(await read(page, `${name}, 2,000 changing a second`, 'changing', 180, 16)),
    );
    await page.close();
  }
  return figures;
}

async function latency(browser: Browser): Promise<readonly Figure[]> {
  const page = await open(browser, 'engine', { nodes: 3, pods: 0 });
  const { script } = await act(page, 'latency', 40);
  await page.close();
  const name = 'frames from the answer to a write to its mark, real time';
  return [{ name, value: median(script), unit: 'frames, median', target: { atMost: 2 } }];
}

async function yardsticks(browser: Browser): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const [as, name] of [
    ['svg', 'SVG moved by React'],
    ['scene-graph', 'an object per pod'],
  ] as const) {
    for (const { pods, count } of [
      { pods: LARGE.pods, count: 20 },
      { pods: HUGE.pods, count: 2 },
    ]) {
      const page = await open(browser, as, { nodes: 0, pods });
      figures.push(...(await read(page, `yardstick, ${name}: ${pods.toLocaleString('en')}`, 'animated', count)));
      await page.close();
    }
  }
  return figures;
}

interface Opened {
  readonly nodes: number;
  readonly pods: number;
  readonly others?: string;
}

async function open(browser: Browser, as: string, { nodes, pods, others = '' }: Opened): Promise<Page> {
  const page = await openSite(browser, `?gallery=measure&as=${as}&nodes=${nodes}&pods=${pods}&others=${encodeURIComponent(others)}`);
  await page.waitForFunction(() => 'measured' in globalThis, undefined, { timeout: 60_000 });
  // The machinery of gestures comes when a pointer does.
  await page.mouse.move(500, 320);
  await page.waitForTimeout(1500);
  return page;
}

/** Each figure is the median of so many. */
const ROUNDS = 3;

async function read(page: Page, name: string, what: string, count: number, atMost?: number): Promise<readonly Figure[]> {
  const session = await page.context().newCDPSession(page);
  // What the thread itself took: other programs of the machine don't count.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async (): Promise<number> =>
    1000 * ((await session.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0);
  const means: number[] = [];
  const byClock: number[] = [];
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await spent();
    const { script, fps } = await act(page, what, count);
    means.push(((await spent()) - before) / count);
    byClock.push(median(script));
    rates.push(fps);
  }
  await session.detach();
  return [
    {
      name: `${name}: script, mean`,
      value: median(means),
      unit: 'ms of CPU a frame',
      ...(atMost === undefined ? {} : { target: { atMost } }),
    },
    { name: `${name}: script, median`, value: median(byClock), unit: 'ms by the clock' },
    { name: `${name}: frames`, value: median(rates), unit: 'a second' },
  ];
}

function act(page: Page, what: string, count: number): Promise<Reading> {
  return page.evaluate(
    ([wanted, frames]) =>
      (globalThis as unknown as { measured: { [name: string]: (frames: number) => Promise<Reading> } }).measured[wanted]?.(frames) ??
      Promise.reject(new Error(`nothing is called ${wanted}`)),
    [what, count] as const,
  );
}

/** Memory that the page's process holds: its own and what it shares with the compositor; garbage and the browser's program files apart. */
async function residentMegabytes(browser: Browser, page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const whole = await browser.newBrowserCDPSession();
  const { processInfo } = await whole.send('SystemInfo.getProcessInfo');
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => {
      const status = readFileSync(`/proc/${id}/status`, 'utf8');
      const kilobytes = (field: string): number => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0);
      return (kilobytes('RssAnon') + kilobytes('RssShmem')) / 1024;
    });
  return Math.max(...sizes);
}
