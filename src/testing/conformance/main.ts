import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { copyScenarios } from './pin.ts';
import { versionOf } from './real-kubectl.ts';
import { readScenarios, scenarioOf } from './scenario.ts';
import { type ScenarioResult, runScenario } from './run.ts';

/**
 * `npm run conformance -- <folder> [--via engine|kubectl] [--kubectl <binary>] [--only <regex>] [--quiet] [--lines <n>] [--copy]`:
 * plays the recorded scenarios of a folder with our kubectl in this process, or with a real one through the bridge, and prints for
 * each step what matches and what differs (`-` is the recording, `+` is ours). `--copy` takes them into the tests instead.
 */
interface Options {
  readonly folder: string;
  /** A real kubectl, or undefined for ours. */
  readonly binary: string | undefined;
  readonly only: RegExp;
  readonly quiet: boolean;
  /** Most lines shown of one difference. */
  readonly lines: number;
}

function readOptions(args: readonly string[]): Options {
  const valueOf = (flag: string, otherwise: string) => (args.includes(flag) ? (args[args.indexOf(flag) + 1] ?? otherwise) : otherwise);
  const values = new Set(['--only', '--lines', '--via', '--kubectl'].map((flag) => args.indexOf(flag) + 1).filter((i) => i > 0));
  const folder = args.find((arg, i) => !arg.startsWith('--') && !values.has(i));
  if (folder === undefined)
    throw new Error('usage: npm run conformance -- <folder> [--via engine|kubectl] [--only <regex>] [--quiet] [--lines <n>]');
  const binary = valueOf('--via', 'engine') === 'kubectl' ? findBinary(valueOf('--kubectl', 'kubectl')) : undefined;
  return {
    folder,
    binary,
    only: new RegExp(valueOf('--only', '')),
    quiet: args.includes('--quiet'),
    lines: Number(valueOf('--lines', '20')),
  };
}

const RECORDED_WITH = 'v1.36.';

/** The path of a binary that is named, which must be of the version that the recordings were made with. */
function findBinary(name: string): string {
  const found = name.includes('/')
    ? name
    : (process.env['PATH'] ?? '')
        .split(':')
        .map((folder) => join(folder, name))
        .find(existsSync);
  if (found === undefined) throw new Error(`there is no ${name}; --kubectl names another`);
  const version = versionOf(found);
  if (!version.startsWith(RECORDED_WITH)) throw new Error(`${found} is ${version}; the recordings were made with ${RECORDED_WITH}x`);
  return found;
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
    const result = await runScenario(scenarioOf(raw), options.binary);
    print(result, options);
    results.push(result);
  }
  const sum = (count: (result: ScenarioResult) => number) => results.reduce((total, result) => total + count(result), 0);
  console.log(`matched ${sum(({ matched }) => matched)} of ${sum(({ steps }) => steps.length)} steps in ${results.length} scenarios`);
}

await main();
