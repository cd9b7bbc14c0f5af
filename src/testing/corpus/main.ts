import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Judgement, judgeFile, unread } from './judge.ts';
import { type ManifestFile, recordedFiles } from './recorded.ts';
import { documentsOf } from '../tables/subjects/manifests.ts';

/**
 * `npm run corpus -- <folder> [--only <regex>] [--quiet]`: sends every manifest of a folder to a fresh cluster and compares with
 * what the real server said, which stands in the folder's `INDEX.tsv` and, by document, in `../tables/manifests`.
 */
function main(args: readonly string[]): void {
  const only = args.includes('--only') ? new RegExp(args[args.indexOf('--only') + 1] ?? '') : /(?:)/;
  const folder = args.find((arg, at) => !arg.startsWith('--') && args[at - 1] !== '--only');
  if (folder === undefined) throw new Error('usage: npm run corpus -- <folder> [--only <regex>] [--quiet]');
  const judged: Judgement[] = [];
  for (const file of recordedFiles(folder).filter(({ path }) => only.test(path))) {
    const found = judge(folder, file);
    if (!args.includes('--quiet')) for (const one of found) print(one);
    judged.push(...found);
  }
  report(judged);
}

function judge(folder: string, file: ManifestFile): readonly Judgement[] {
  const path = join(folder, file.path);
  return existsSync(path) ? judgeFile(file, documentsOf(path)) : unread(file, 0);
}

function print({ file, document, kind, result, expected, got }: Judgement): void {
  if (result === 'agreed' || result === 'other') return;
  console.log(`${file} #${document} ${kind}`);
  console.log(`  real: ${expected.verdict} ${expected.text.slice(0, 600)}`);
  console.log(`  ours: ${got.verdict} ${got.text.slice(0, 600)}`);
}

function report(judged: readonly Judgement[]): void {
  const count = (...results: readonly Judgement['result'][]) => judged.filter(({ result }) => results.includes(result)).length;
  console.log(
    `${count('other', 'otherwise')} documents are of kinds that are not built in; ${count('otherwise')} of them are answered otherwise`,
  );
  console.log(`agreed ${count('agreed')} of ${count('agreed', 'differs')} documents`);
}

main(process.argv.slice(2));
