/**
 * npm run bench [--json] [--only <name>]: speed and size as ratios against a yardstick of the same run.
 * These machines are noisy: each figure is the median of several runs.
 */
import { api } from './api.ts';
import { costPerEvent } from './cost-per-event.ts';
import { frames } from './frames.ts';
import { firstLoad } from './first-load.ts';
import { http } from './http.ts';
import { large } from './large.ts';
import { huge, scale } from './scale.ts';
import { serveFor } from './http-server.ts';
import { page } from './page.ts';
import { scheduler } from './scheduler.ts';
import { webernetes } from './webernetes.ts';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the value should be at least or at most. */
  readonly target?: { readonly atLeast?: number; readonly atMost?: number };
}

const BENCHMARKS: { readonly [name: string]: () => Promise<readonly Figure[]> } = {
  webernetes,
  'cost-per-event': costPerEvent,
  scheduler,
  api,
  large,
  scale,
  huge,
  http,
  frames,
  page,
  'first-load': firstLoad,
};

async function main(args: readonly string[]): Promise<void> {
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined;
  if (only !== undefined && !(only in BENCHMARKS)) throw new Error(`no benchmark ${only}: there are ${Object.keys(BENCHMARKS).join(', ')}`);
  const results: { [name: string]: readonly Figure[] } = {};
  for (const [name, run] of Object.entries(BENCHMARKS)) if (only === undefined || only === name) results[name] = await run();
  if (args.includes('--json')) console.log(JSON.stringify(results, undefined, 2));
  else for (const [name, figures] of Object.entries(results)) print(name, figures);
}

function print(name: string, figures: readonly Figure[]): void {
  console.log(name);
  for (const figure of figures)
    console.log(`  ${figure.name.padEnd(58)} ${format(figure.value).padStart(10)} ${figure.unit}${verdict(figure)}`);
}

function verdict({ value, target }: Figure): string {
  if (target === undefined) return '';
  const met = value >= (target.atLeast ?? Number.NEGATIVE_INFINITY) && value <= (target.atMost ?? Number.POSITIVE_INFINITY);
  const wanted = target.atLeast === undefined ? `at most ${target.atMost ?? ''}` : `at least ${target.atLeast}`;
  return `  (${wanted}: ${met ? 'met' : 'NOT met'})`;
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

const [role, kind = '', nodes = '0'] = process.argv.slice(2);
if (role === '--serve') await serveFor(kind, Number(nodes));
else await main(process.argv.slice(2));
