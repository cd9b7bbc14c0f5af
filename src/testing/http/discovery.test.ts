import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serverAnswer } from '../../api/http/server-paths.ts';
import type { ApiResourceList } from '../../api/request.ts';
import { createCluster } from '../../sim/cluster.ts';

/** Discovery of a real 1.36 server, a file for each path: `apis_apps_v1.json` is what `/apis/apps/v1` answered. */
const FOLDER = join('src', 'testing', 'data', 'discovery');
import { textOfBody } from './protobuf-json.ts';

const cluster = createCluster({ startTime: 0, machines: [], images: 'preloaded' }, 1);
const { items: served } = cluster.request({ verb: 'discover' }).body as ApiResourceList;

function recorded(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
}

function ours(path: string, accept = 'application/json'): unknown {
  const http = { method: 'GET', path, query: [], headers: { accept }, body: '' };
  const facts = { served, address: '172.18.0.2:6443', gitVersion: 'v1.36.2' };
  return JSON.parse(textOfBody(serverAnswer(http, path.split('/').slice(1), facts)));
}

describe('discovery', () => {
  const names = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

  test.each(names.filter((name) => !name.startsWith('aggregated')))('%s', (name) => {
    expect(ours(`/${name.replaceAll('_', '/')}`)).toEqual(recorded(name));
  });

  test.each(['api', 'apis'])('/%s, aggregated', (root) => {
    expect(ours(`/${root}`, 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList')).toEqual(
      recorded(`aggregated_${root}`),
    );
  });
});
