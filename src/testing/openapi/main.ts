/**
 * `npm run openapi -- --folder <folder> [--lines <n>] [--prose] [--pin]`: compares our documents about the API with those of a real server
 * (`v2.json`, `v3-index.json`, `v3_apis_apps_v1.json`) and prints how they differ. `--pin` keeps what identifies the recorded ones
 * for the tests instead.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import prose from 'kubernetes-prose';
import { openApiDocument } from '../../api/http/openapi/documents.ts';
import type { ApiResourceList } from '../../api/request.ts';
import type { JsonObject } from '../../api/scalars.ts';
import { createCluster } from '../../sim/cluster.ts';
import { compareDocuments, digestOf } from './compare.ts';
import { PINNED, withoutHashes } from './pinned.ts';

function valueOf(flag: string, otherwise: string): string {
  const at = process.argv.indexOf(flag);
  return at < 0 ? otherwise : (process.argv[at + 1] ?? otherwise);
}

function pathOf(file: string): string {
  const name = file.replace(/\.json$/, '');
  return name === 'v3-index' ? '/openapi/v3' : `/openapi/${name.replaceAll('_', '/')}`;
}

function main(): void {
  const folder = valueOf('--folder', '');
  if (folder === '') throw new Error('usage: npm run openapi -- --folder <folder> [--lines <n>] [--prose] [--pin]');
  if (process.argv.includes('--pin')) return pin(folder);
  const lines = Number(valueOf('--lines', '5'));
  const withProse = process.argv.includes('--prose');
  const cluster = createCluster({ startTime: 0, machines: [], images: 'preloaded' }, 1);
  const { items: served } = cluster.request({ verb: 'discover' }).body as ApiResourceList;
  const total = { leaves: 0, same: 0, differences: 0 };
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const recorded = withoutHashes(recordedIn(folder, file));
    const ours = withoutHashes(openApiDocument(pathOf(file), served, withProse ? prose : undefined)?.body ?? {});
    const { leaves, same, differences } = compareDocuments(recorded, ours, withProse);
    console.log(`${pathOf(file)}: ${same} of ${leaves} facts, ${differences.length} differences`);
    for (const line of differences.slice(0, lines)) console.log(`    ${line}`);
    total.leaves += leaves;
    total.same += same;
    total.differences += differences.length;
  }
  console.log(`${total.same} of ${total.leaves} facts are the same, ${total.differences} differences`);
}

function pin(folder: string): void {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const digests = files.map((file) => [pathOf(file), digestOf(withoutHashes(recordedIn(folder, file)))]);
  writeFileSync(PINNED, `${JSON.stringify(Object.fromEntries(digests), undefined, 2)}\n`);
}

function recordedIn(folder: string, file: string): JsonObject {
  return JSON.parse(readFileSync(join(folder, file), 'utf8')) as JsonObject;
}

main();
