/** The real server's verdict on every manifest of the corpus, which is other people's and stands outside the project. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { documentsOf } from '../tables/subjects/manifests.ts';
import { judgeFile } from './judge.ts';
import { recordedFiles } from './recorded.ts';

const CORPUS = '../shared/manifests';

it.skipIf(!existsSync(CORPUS))('the server judges manifests as the real one does', () => {
  // `npm run corpus` takes them all.
  const some = recordedFiles(CORPUS).filter((_file, index) => index % 4 === 0);
  const judged = some.flatMap((file) => judgeFile(file, documentsOf(join(CORPUS, file.path))));
  expect(judged.length).toBeGreaterThan(350);
  expect(judged.filter(({ result }) => result === 'differs' || result === 'otherwise')).toEqual([]);
});
