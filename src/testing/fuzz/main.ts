/**
 * npm run fuzz -- --seeds N [--from S] [--workers W]   plays seeds; a failing one is cut down and written as a scenario file
 * npm run fuzz -- --scenario <file>                     plays such a file
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { parseScenarioFile, printScenarioFile } from '../scenarios/scenario-file.ts';
import { planOf } from './generate/generate.ts';
import { play } from './play.ts';
import { runSeeds, serveSeeds } from './pool.ts';
import { linesOf, planOfLines } from './scenario.ts';
import type { Outcome } from './seeds.ts';
import { shrink } from './shrink.ts';

const FOLDER = join('node_modules', '.cache', 'kubarium', 'fuzz');
/** Cutting a plan down takes as long as hundreds of seeds: the first failures are worth it. */
const MOST_SHRUNK = 5;
/** Most violations that are told of one seed. */
const MOST_LINES = 3;

if (isMainThread) await main(process.argv.slice(2));
else serveSeeds();

async function main(words: readonly string[]): Promise<void> {
  const option = (name: string): string | undefined => {
    const at = words.indexOf(`--${name}`);
    return at < 0 ? undefined : words[at + 1];
  };
  const file = option('scenario');
  if (file !== undefined) return playFile(file);
  const [count, from] = [Number(option('seeds') ?? 100), Number(option('from') ?? 0)];
  const workers = option('workers');
  const failed: Outcome[] = [];
  await runSeeds({ from, count }, workers === undefined ? undefined : Number(workers), (outcome) => {
    if (outcome.violations.length === 0) return;
    failed.push(outcome);
    console.log(textOf(outcome));
  });
  for (const outcome of failed.slice(0, Number(option('shrink') ?? MOST_SHRUNK))) console.log(writeScenario(outcome));
  console.log(`${count} seeds, ${failed.length} failures`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

function playFile(file: string): void {
  const { violations } = play(planOfLines(parseScenarioFile(readFileSync(file, 'utf8'))));
  for (const { invariant, message, at } of violations) console.log(`${at} ms  ${invariant}: ${message}`);
  console.log(violations.length === 0 ? 'everything holds' : `${violations.length} violations`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}

function textOf({ seed, violations }: Outcome): string {
  return violations
    .slice(0, MOST_LINES)
    .map(({ invariant, message, at }) => `seed ${seed} at ${at} ms  ${invariant}: ${message}`)
    .join('\n');
}

function writeScenario({ seed, violations }: Outcome): string {
  const violated = violations[0]?.invariant;
  const plan = shrink(planOf(seed), (candidate) => play(candidate).violations.some(({ invariant }) => invariant === violated));
  mkdirSync(FOLDER, { recursive: true });
  const path = join(FOLDER, `seed-${seed}.scenario.txt`);
  writeFileSync(path, printScenarioFile(linesOf(plan, play(plan))));
  return `seed ${seed}: ${path}`;
}
