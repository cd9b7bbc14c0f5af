import { copyTranscripts } from './pin.ts';
import { type TranscriptResult, runTranscript } from './run.ts';
import { throughBridge } from './through-bridge.ts';
import { throughProtobuf } from './through-protobuf.ts';
import { readTranscripts } from './transcript.ts';
import { type OpenTransport, throughEngine } from './transport.ts';

/**
 * `npm run transcripts -- <folder> [--via bridge|engine|protobuf] [--only <regex>] [--quiet] [--lines <n>] [--copy]`: replays
 * recorded conversations with a real API server against the bridge, over sockets, or past it straight into the engine (`protobuf`: in
 * that language), and prints for each request how our answer differs. `--copy` takes them into the tests instead.
 */
interface Options {
  readonly folder: string;
  readonly via: OpenTransport;
  readonly only: RegExp;
  readonly quiet: boolean;
  /** Most differences shown of one step. */
  readonly lines: number;
}

const SHOWN = 300;

function readOptions(args: readonly string[]): Options {
  const valueOf = (flag: string, otherwise: string) => (args.includes(flag) ? (args[args.indexOf(flag) + 1] ?? otherwise) : otherwise);
  const values = new Set(['--only', '--lines', '--via'].map((flag) => args.indexOf(flag) + 1).filter((i) => i > 0));
  const folder = args.find((arg, i) => !arg.startsWith('--') && !values.has(i));
  if (folder === undefined)
    throw new Error('usage: npm run transcripts -- <folder> [--via bridge|engine|protobuf] [--only <regex>] [--quiet] [--lines <n>]');
  const via = { bridge: throughBridge, engine: throughEngine, protobuf: throughProtobuf }[valueOf('--via', 'bridge')];
  if (via === undefined) throw new Error('--via is bridge, engine or protobuf');
  return { folder, via, only: new RegExp(valueOf('--only', '')), quiet: args.includes('--quiet'), lines: Number(valueOf('--lines', '5')) };
}

function print({ id, matched, steps, crash }: TranscriptResult, { quiet, lines }: Options): void {
  console.log(`${id}: ${matched} of ${steps.length}`);
  for (const [index, { title, differences }] of quiet ? [] : steps.entries()) {
    if (differences.length === 0) continue;
    console.log(`  DIFF ${index + 1} ${title}`);
    for (const line of differences.slice(0, lines))
      console.log(`       ${line.length > SHOWN * 2 ? `${line.slice(0, SHOWN * 2)}…` : line}`);
    if (differences.length > lines) console.log(`       … ${differences.length - lines} more`);
  }
  if (crash !== undefined) console.log(`  CRASH ${crash}`);
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (process.argv.includes('--copy')) return copyTranscripts(options.folder, options.only);
  const results: TranscriptResult[] = [];
  for (const transcript of readTranscripts(options.folder, options.only)) {
    const result = await runTranscript(transcript, options.via);
    print(result, options);
    results.push(result);
  }
  const sum = (count: (result: TranscriptResult) => number) => results.reduce((total, result) => total + count(result), 0);
  console.log(`matched ${sum(({ matched }) => matched)} of ${sum(({ steps }) => steps.length)} requests in ${results.length} transcripts`);
}

await main();
