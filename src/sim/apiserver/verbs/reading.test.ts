import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../api/object.ts';
import type { ApiRequest, ApiResponse, KubeList, ListOptions, WatchOptions, WatchStart } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { Pod, Status } from '../../../api/types.gen.ts';
import { createCluster } from '../../cluster.ts';
import { compact } from '../../store/store.ts';
import { decodeContinue, encodeContinue } from './continue-token.ts';

const CONFIG_MAPS = { group: '', resource: 'configmaps', namespace: 'default' } as const;
const PODS = { group: '', resource: 'pods', namespace: 'default' } as const;

/** ConfigMaps a to e, each with a label of its own; the first revision that the log has. */
function server() {
  const cluster = createCluster({ startTime: 0, machines: [], images: 'preloaded' }, 1, { freeze: true });
  cluster.advance(1000);
  const first = cluster.state.store.revision;
  const ask = (request: ApiRequest): ApiResponse => cluster.request(request);
  const write = (name: string, labels: JsonValue) =>
    ask({ verb: 'create', ...CONFIG_MAPS, body: { metadata: { name, labels: { l: name, ...(labels as object) } } } });
  for (const name of ['a', 'b', 'c', 'd', 'e']) write(name, {});
  const list = (options: ListOptions) => ask({ verb: 'list', ...CONFIG_MAPS, options });
  const watch = (options: WatchOptions) => ask({ verb: 'watch', ...CONFIG_MAPS, options });
  return { cluster, first, ask, list, watch };
}

function names({ body }: ApiResponse): string {
  return (body as KubeList).items.map(({ metadata }) => metadata.name).join('');
}

function refusal({ code, body }: ApiResponse): readonly [number, string] {
  return [code, (body as Status).message ?? ''];
}

const OWN = 'l';
const INVALID = 'ListOptions.meta.k8s.io "" is invalid: ';

describe('lists', () => {
  test.each<[ListOptions, number, string]>([
    [
      { resourceVersionMatch: 'Exact' },
      422,
      `${INVALID}resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided`,
    ],
    [
      { resourceVersion: '0', resourceVersionMatch: 'Exact' },
      422,
      `${INVALID}resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"`,
    ],
    [
      { resourceVersion: '1', resourceVersionMatch: 'X' },
      422,
      `${INVALID}resourceVersionMatch: Unsupported value: "X": supported values: "Exact", "NotOlderThan", ""`,
    ],
    [{ sendInitialEvents: true }, 422, `${INVALID}sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list`],
    [{ resourceVersion: '1', resourceVersionMatch: 'Exact' }, 410, 'The resourceVersion for the provided list is too old.'],
    [{ continue: 'e30' }, 400, 'invalid continue token: continue key is not valid: server does not recognize this encoded version '],
    [{ continue: 'a' }, 400, 'invalid continue token: continue key is not valid: illegal base64 data at input byte 0'],
    [{ continue: 'a$' }, 400, 'invalid continue token: continue key is not valid: illegal base64 data at input byte 1'],
    [{ fieldSelector: 'spec.x=1' }, 400, '"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"'],
  ])('%j', (options, code, text) => expect(refusal(server().list(options))).toEqual([code, text]));

  test('of the future', () => {
    const { list, cluster } = server();
    const head = cluster.state.store.revision;
    const ahead = list({ resourceVersion: '99999' });
    expect(refusal(ahead)).toEqual([504, `Timeout: Too large resource version: 99999, current: ${head}`]);
    expect((ahead.body as Status).details).toMatchObject({ retryAfterSeconds: 1, causes: [{ reason: 'ResourceVersionTooLarge' }] });
  });

  test('of the past, exactly or not', () => {
    const { list, first } = server();
    expect(names(list({ resourceVersion: String(first + 2), resourceVersionMatch: 'Exact', labelSelector: OWN }))).toBe('ab');
    expect(names(list({ resourceVersion: String(first + 2), labelSelector: OWN }))).toBe('abcde');
    expect(names(list({ resourceVersion: String(first + 3), limit: 2, labelSelector: OWN }))).toBe('ab');
    expect(names(list({ resourceVersion: '0', limit: 2, labelSelector: OWN }))).toBe('abcde');
  });

  test('a page ends where something may follow, selected or not', () => {
    const { list, cluster } = server();
    const page = list({ limit: 1, labelSelector: 'l=d' });
    expect(names(page)).toBe('d');
    const { continue: more = '', remainingItemCount } = (page.body as KubeList).metadata;
    expect([decodeContinue(more), remainingItemCount]).toEqual([{ revision: cluster.state.store.revision, start: 'd\0' }, undefined]);
    expect(names(list({ limit: 1, labelSelector: 'l=d', continue: more }))).toBe('');
  });

  test('after a compaction the token of the refusal goes on with what is newest', () => {
    const { list, cluster } = server();
    const token = (response: ApiResponse) => (response.body as Status).metadata?.continue ?? '';
    const more = (list({ limit: 2 }).body as KubeList).metadata.continue ?? '';
    cluster.request({ verb: 'delete', ...CONFIG_MAPS, name: 'd' });
    compact(cluster.state.store, cluster.state.store.revision);
    const gone = list({ limit: 2, continue: more });
    expect([gone.code, decodeContinue(token(gone)).revision]).toEqual([410, -1]);
    expect(names(list({ continue: token(gone), labelSelector: OWN }))).toBe('ce');
  });

  test('tokens that climb are refused', () => {
    expect(() => decodeContinue(encodeContinue({ revision: 5, start: '../x' }))).toThrow('continue key is not valid: ../x');
  });
});

describe('watches', () => {
  const shown = ({ body }: ApiResponse) =>
    (body as WatchStart).events.map(
      ({ type, object }) => `${type} ${'name' in (object.metadata ?? {}) ? (object as Pod).metadata.name : ''}`,
    );

  test('begin with what there is, at a revision, or with what is marked off', () => {
    const { watch, first } = server();
    expect(shown(watch({ labelSelector: 'l in (a,b)' }))).toEqual(['ADDED a', 'ADDED b']);
    expect(shown(watch({ labelSelector: OWN, resourceVersion: String(first + 3) }))).toEqual(['ADDED d', 'ADDED e']);
    const whole = { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: true, labelSelector: 'l=a' };
    expect(shown(watch(whole))).toEqual(['ADDED a', 'BOOKMARK ']);
    expect(shown(watch({ ...whole, sendInitialEvents: false }))).toEqual([]);
  });

  test('an object that stops matching is told as it last matched', () => {
    const { watch, ask, cluster } = server();
    const before = cluster.state.store.revision;
    ask({ verb: 'patch', ...CONFIG_MAPS, name: 'a', patchType: 'merge', body: { metadata: { labels: { l: 'z' } } } });
    const { events } = watch({ labelSelector: 'l=a', resourceVersion: String(before) }).body as WatchStart;
    expect(events).toMatchObject([{ type: 'DELETED', object: { metadata: { labels: { l: 'a' }, resourceVersion: String(before + 1) } } }]);
    expect(shown(watch({ labelSelector: 'l=z', resourceVersion: String(before) }))).toEqual(['ADDED a']);
  });

  test('too old is an event, nonsense a refusal', () => {
    const { watch, cluster } = server();
    const { events } = watch({ resourceVersion: '1' }).body as WatchStart;
    expect(events).toMatchObject([
      {
        type: 'ERROR',
        object: { code: 410, reason: 'Expired', message: `too old resource version: 1 (${cluster.state.store.compacted + 1})` },
      },
    ]);
    expect(refusal(watch({ resourceVersion: 'x' }))).toEqual([
      500,
      'resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
    ]);
    expect(refusal(watch({ resourceVersion: '18446744073709551616' }))).toEqual([
      500,
      'resourceVersion: Invalid value: "18446744073709551616": strconv.ParseUint: parsing "18446744073709551616": value out of range',
    ]);
    expect(watch({ resourceVersion: '0', resourceVersionMatch: 'NotOlderThan' }).code).toBe(422);
  });
});

describe('deletion', () => {
  test('nothing is created as going already', () => {
    const { ask } = server();
    const metadata = { name: 'new', deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: 5 };
    const created = ask({ verb: 'create', ...CONFIG_MAPS, body: { metadata, data: { a: 'b' } } }).body as KubeObject;
    expect(created.metadata.deletionTimestamp).toBeUndefined();
    expect(JSON.stringify(created.metadata.managedFields)).not.toContain('deletion');
  });

  test('a pod learns that its time is up before it goes', () => {
    const { ask, cluster } = server();
    ask({
      verb: 'create',
      ...PODS,
      body: { metadata: { name: 'p' }, spec: { schedulerName: 'nobody', containers: [{ name: 'c', image: 'i' }] } },
    });
    const before = cluster.state.store.revision;
    const { body } = ask({ verb: 'delete', ...PODS, name: 'p' });
    expect((body as Pod).metadata).toMatchObject({
      deletionGracePeriodSeconds: 0,
      generation: 2,
      deletionTimestamp: '1970-01-01T00:00:01Z',
    });
    const { events } = ask({ verb: 'watch', ...PODS, options: { resourceVersion: String(before) } }).body as WatchStart;
    expect(events.map(({ type }) => type)).toEqual(['MODIFIED', 'DELETED']);
  });

  test('202 when dependents are to go first', () => {
    const { ask } = server();
    ask({ verb: 'patch', ...CONFIG_MAPS, name: 'a', patchType: 'merge', body: { metadata: { finalizers: ['x.io/a'] } } });
    expect(ask({ verb: 'delete', ...CONFIG_MAPS, name: 'a', body: { orphanDependents: false } }).code).toBe(202);
    expect(ask({ verb: 'delete', ...CONFIG_MAPS, name: 'b', body: { orphanDependents: false } }).code).toBe(200);
  });

  test('options that contradict themselves', () => {
    const { ask } = server();
    const body = { propagationPolicy: 'Never', orphanDependents: true, dryRun: ['Some'] };
    expect(refusal(ask({ verb: 'delete', ...CONFIG_MAPS, name: 'a', body }))[1]).toBe(
      'DeleteOptions.meta.k8s.io "" is invalid: [propagationPolicy: Invalid value: "Never": orphanDependents and deletionPropagation cannot be both set, propagationPolicy: Unsupported value: "Never": supported values: "Foreground", "Background", "Orphan", "nil", dryRun: Unsupported value: ["Some"]: supported values: "All"]',
    );
  });
});

test('a body that is nested too deep is refused', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`) as JsonValue;
  expect(refusal(server().ask({ verb: 'patch', ...CONFIG_MAPS, name: 'a', patchType: 'merge', body: deep }))).toEqual([
    400,
    'exceeded max depth',
  ]);
});
