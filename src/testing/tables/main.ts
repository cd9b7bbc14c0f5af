import { copyTables } from './copy.ts';
import { type Failure, type TableResult, runTable } from './run.ts';
import { readTable, tableFiles } from './table.ts';

/**
 * `npm run tables -- <folder> [--only <regex>] [--quiet] [--lines <n>] [--copy]`: runs every case table of a folder and prints
 * what fails, with given, expected and got. `--only` chooses files by their path, `--lines` bounds what is shown of each of the
 * three. `--copy` takes the tables into the tests instead.
 */
interface Options {
  readonly folder: string;
  readonly only: RegExp;
  readonly quiet: boolean;
  readonly lines: number;
}

function readOptions(args: readonly string[]): Options {
  const valueOf = (flag: string, otherwise: string) => (args.includes(flag) ? (args[args.indexOf(flag) + 1] ?? otherwise) : otherwise);
  const values = new Set(['--only', '--lines'].map((flag) => args.indexOf(flag) + 1).filter((at) => at > 0));
  const folder = args.find((arg, at) => !arg.startsWith('--') && !values.has(at));
  if (folder === undefined) throw new Error('usage: npm run tables -- <folder> [--only <regex>] [--quiet] [--lines <n>]');
  return { folder, only: new RegExp(valueOf('--only', '')), quiet: args.includes('--quiet'), lines: Number(valueOf('--lines', '6')) };
}

function runFile(file: string): TableResult {
  try {
    return runTable(readTable(file));
  } catch (error) {
    const row = { name: 'the file', in: { file }, out: {} };
    return { path: file, cases: 1, failures: [{ row, expected: 'a table', got: String(error) }] };
  }
}

function print({ path, cases, failures }: TableResult, { quiet, lines }: Options): void {
  if (!quiet) for (const failure of failures) console.log(textOf(failure, lines));
  console.log(`${path}: ${cases - failures.length} of ${cases}`);
}

function textOf({ row, expected, got }: Failure, lines: number): string {
  return [
    `  FAIL ${row.name}`,
    `    given:    ${shown(row.in, lines)}`,
    `    expected: ${shown(expected, lines)}`,
    `    got:      ${shown(got, lines)}`,
  ].join('\n');
}

const LINE = 160;

function shown(value: unknown, lines: number): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  const limit = lines * LINE;
  return text.length > limit ? `${text.slice(0, limit)} … ${text.length - limit} more` : text;
}

function main(): void {
  const options = readOptions(process.argv.slice(2));
  if (process.argv.includes('--copy')) return copyTables(options.folder, options.only);
  let cases = 0;
  let failed = 0;
  for (const file of tableFiles(options.folder).filter((path) => options.only.test(path))) {
    const result = runFile(file);
    print(result, options);
    cases += result.cases;
    failed += result.failures.length;
  }
  console.log(`passed ${cases - failed} of ${cases} cases`);
}

main();
