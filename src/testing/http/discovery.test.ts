import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { serverAnswer } from '../../api/http/server-paths.ts';
import type { ApiResourceList } from '../../api/request.ts';
import { createCluster } from '../../sim/cluster.ts';

/** Discovery of a real 1.36 server, a file for each path: `apis_apps_v1.json` is what `/apis/apps/v1` answered. */
const FOLDER = join('src', 'testing', 'data', 'discovery');

/** Groups of a real server that this one leaves out. */
const NOT_SERVED: ReadonlySet<string> = new Set(['apiregistration.k8s.io', 'flowcontrol.apiserver.k8s.io', 'resource.k8s.io']);

const cluster = createCluster({ startTime: 0, machines: [], images: 'preloaded' }, 1);
const { items: served } = cluster.request({ verb: 'discover' }).body as ApiResourceList;

interface Group {
  readonly name?: string;
  readonly metadata?: { readonly name?: string };
}

function recorded(name: string): unknown {
  const value = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')) as { groups?: readonly Group[]; items?: readonly Group[] };
  const isServed = ({ name: group, metadata }: Group) => !NOT_SERVED.has(group ?? metadata?.name ?? '');
  if (value.groups !== undefined) return { ...value, groups: value.groups.filter(isServed) };
  return value.items === undefined ? value : { ...value, items: value.items.filter(isServed) };
}

function ours(path: string, accept = 'application/json'): unknown {
  const http = { method: 'GET', path, query: [], headers: { accept }, body: '' };
  const facts = { served, address: '172.18.0.2:6443', gitVersion: 'v1.36.2' };
  return JSON.parse(serverAnswer(http, path.split('/').slice(1), facts).body);
}

describe('discovery', () => {
  const names = readdirSync(FOLDER)
    .map((file) => file.replace(/\.json$/, ''))
    .filter((name) => ![...NOT_SERVED].some((group) => name.startsWith(`apis_${group}_`)));

  test.each(names.filter((name) => !name.startsWith('aggregated')))('%s', (name) => {
    expect(ours(`/${name.replaceAll('_', '/')}`)).toEqual(recorded(name));
  });

  test.each(['api', 'apis'])('/%s, aggregated', (root) => {
    expect(ours(`/${root}`, 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList')).toEqual(recorded(`aggregated_${root}`));
  });
});
