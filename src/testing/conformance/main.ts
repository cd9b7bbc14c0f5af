import { copyScenarios } from './pin.ts';
import { readScenarios, scenarioOf } from './scenario.ts';
import { type ScenarioResult, runScenario } from './run.ts';

/**
 * `npm run conformance -- <folder> [--only <regex>] [--quiet] [--lines <n>] [--copy]`: plays the recorded scenarios of a folder and
 * prints for each step what matches and what differs (`-` is the recording, `+` is ours). `--copy` takes them into the tests instead.
 */
interface Options {
  readonly folder: string;
  readonly only: RegExp;
  readonly quiet: boolean;
  /** Most lines shown of one difference. */
  readonly lines: number;
}

function readOptions(args: readonly string[]): Options {
  const valueOf = (flag: string, otherwise: string) => (args.includes(flag) ? (args[args.indexOf(flag) + 1] ?? otherwise) : otherwise);
  const values = new Set(['--only', '--lines'].map((flag) => args.indexOf(flag) + 1).filter((i) => i > 0));
  const folder = args.find((arg, i) => !arg.startsWith('--') && !values.has(i));
  if (folder === undefined) throw new Error('usage: npm run conformance -- <folder> [--only <regex>] [--quiet] [--lines <n>]');
  return { folder, only: new RegExp(valueOf('--only', '')), quiet: args.includes('--quiet'), lines: Number(valueOf('--lines', '20')) };
}

function print(result: ScenarioResult, { quiet, lines }: Options): void {
  console.log(`${result.id}: ${result.matched} of ${result.steps.length}`);
  if (!quiet) {
    for (const [i, { title, differences }] of result.steps.entries()) {
      console.log(`  ${differences.length === 0 ? 'ok  ' : 'DIFF'} ${i + 1} ${title}`);
      for (const { what, lines: all } of differences) {
        console.log(`       ${what}:`);
        for (const line of all.slice(0, lines)) console.log(`         ${line}`);
        if (all.length > lines) console.log(`         … ${all.length - lines} more`);
      }
    }
  }
  if (result.crash !== undefined) console.log(`  CRASH ${result.crash}`);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (process.argv.includes('--copy')) return copyScenarios(options.folder, options.only);
  const results: ScenarioResult[] = [];
  for (const raw of readScenarios(options.folder, options.only)) {
    const result = await runScenario(scenarioOf(raw));
    print(result, options);
    results.push(result);
  }
  const sum = (count: (result: ScenarioResult) => number) => results.reduce((total, result) => total + count(result), 0);
  console.log(`matched ${sum(({ matched }) => matched)} of ${sum(({ steps }) => steps.length)} steps in ${results.length} scenarios`);
}

await main();
