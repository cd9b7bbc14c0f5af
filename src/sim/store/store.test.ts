import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import {
  compact,
  countObjects,
  createStore,
  ensureTable,
  entryAt,
  etcdKey,
  putObject,
  readObject,
  removeObject,
  scanObjects,
  writtenOf,
} from './store.ts';

const object = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' } });

function filled() {
  const store = createStore();
  ensureTable(store, 'pods', '/registry/pods');
  for (const name of ['b', 'a', 'c']) putObject(store, 'pods', `default/${name}`, object(name), 0, 1000);
  return store;
}

describe('store', () => {
  it('gives every write the next revision and the object its resourceVersion', () => {
    const store = filled();
    expect(store.revision).toBe(3);
    expect(readObject(store, 'pods', 'default/a')?.metadata.resourceVersion).toBe('2');
    expect(etcdKey(store, 'pods', 'default/a')).toBe('/registry/pods/default/a');
  });

  it('scans in key order, from a key on', () => {
    const store = filled();
    expect([...scanObjects(store, 'pods', 'default/')].map(([key]) => key)).toEqual(['default/a', 'default/b', 'default/c']);
    expect([...scanObjects(store, 'pods', 'default/', 'default/a')].map(([key]) => key)).toEqual(['default/b', 'default/c']);
    expect([...scanObjects(store, 'pods', 'kube-system/')]).toEqual([]);
  });

  it('finds what somebody is concerned with, in key order', () => {
    const store = filled();
    expect(writtenOf(store, 'pods', ({ metadata }) => metadata.name !== 'c').map(([key]) => key)).toEqual(['default/a', 'default/b']);
    expect(writtenOf(store, 'nodes', () => true)).toEqual([]);
  });

  it('logs additions, changes and removals with what was there before', () => {
    const store = filled();
    const changed = putObject(store, 'pods', 'default/a', object('a'), 7, 2000);
    expect(changed).toMatchObject({ revision: 4, type: 'MODIFIED', cause: 7, at: 2000, previous: { metadata: { resourceVersion: '2' } } });
    const removed = removeObject(store, 'pods', 'default/a', changed.object, 8, 3000);
    expect(removed).toMatchObject({ revision: 5, type: 'DELETED', object: { metadata: { resourceVersion: '5' } } });
    expect(countObjects(store, 'pods')).toBe(2);
    expect(entryAt(store, 5)).toBe(removed);
  });

  it('forgets what is compacted and nothing else', () => {
    const store = filled();
    compact(store, 2);
    expect([store.compacted, store.log.length]).toEqual([2, 1]);
    expect(entryAt(store, 2)).toBeUndefined();
    expect(entryAt(store, 3)?.key).toBe('default/c');
    compact(store, 99);
    expect([store.compacted, store.log.length]).toEqual([3, 0]);
  });

  it('does not hide a defect: removing what is not there throws', () => {
    expect(() => removeObject(filled(), 'pods', 'default/z', object('z'), 0, 0)).toThrow('nothing stored under /registry/pods/default/z');
  });
});
