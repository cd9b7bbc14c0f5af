import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import type { Frame } from '../../protocol/frame.ts';
import { completeFrame, holdNothing } from '../../view/update.ts';
import { type Projector, createProjector } from './projector.ts';

const FEW = 256;
const moment = { revision: 1, now: 1_000_000, stations: [], hints: [], isPoweredOff: () => false, isKubeletStopped: () => false };

type Change =
  | { readonly type: 'pod'; readonly id: number; readonly node: number; readonly ready: boolean }
  | { readonly type: 'gone'; readonly id: number }
  | { readonly type: 'node'; readonly id: number; readonly ready: 'True' | 'Unknown' }
  | { readonly type: 'nodeGone'; readonly id: number }
  | { readonly type: 'owner'; readonly id: number; readonly there: boolean };

const id = fc.nat(400);
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('pod' as const), id, node: fc.nat(5), ready: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('gone' as const), id }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('node' as const),
      id: fc.nat(5),
      ready: fc.constantFrom('True' as const, 'Unknown' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('nodeGone' as const), id: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('owner' as const), id: fc.nat(2), there: fc.boolean() }) },
);

describe('frames that tell of changes', () => {
  test('come to the same as one that tells of everything, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 12 }), { minLength: 1, maxLength: 12 }), (film) => {
        const objects = new Map<string, [string, KubeObject]>();
        const projector = createProjector();
        const tables = createTables();
        const held = holdNothing();
        const first: Change[] = Array.from({ length: FEW + 50 }, (_, at) => ({ type: 'pod', id: at, node: at % 3, ready: true }));
        for (const changes of [first, ...film]) {
          for (const one of changes) applyChange(projector, objects, one);
          const update = projector.frame(moment);
          tables.take(update.strings);
          const seen = rowsOf(completeFrame(held, update), tables);
          expect(seen).toEqual(fresh(objects));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('leave out what has not changed', () => {
    const projector = createProjector();
    const objects = new Map<string, [string, KubeObject]>();
    for (let at = 0; at < 1000; at++) applyChange(projector, objects, { type: 'pod', id: at, node: 0, ready: true });
    expect(projector.frame(moment).changes).toBeUndefined();
    applyChange(projector, objects, { type: 'pod', id: 7, node: 0, ready: false });
    applyChange(projector, objects, { type: 'gone', id: 8 });
    const { changes, podCount, podLook, serviceCount } = projector.frame(moment);
    expect(podCount).toBe(999);
    expect([...(changes?.rows ?? [])].toSorted((a, b) => a - b)).toEqual([7, 8]);
    expect(changes?.gone.length).toBe(1);
    expect(podLook.length).toBe(2);
    expect(serviceCount).toBe(0);
    expect(projector.frame(moment)).toMatchObject({ podCount: 999, changes: { rows: new Uint32Array(0) } });
    expect(projector.frame(moment).serviceCount).toBeUndefined();
  });
});

function applyChange(projector: Projector, objects: Map<string, [string, KubeObject]>, one: Change): void {
  const [resource, key, object] = objectOf(one);
  const known = objects.get(key);
  if (object === undefined) {
    if (known === undefined) return;
    objects.delete(key);
    projector.apply(resource, true, known[1], 0);
    return;
  }
  objects.set(key, [resource, object]);
  projector.apply(resource, false, object, 0);
}

function objectOf(one: Change): readonly [resource: string, key: string, object: KubeObject | undefined] {
  switch (one.type) {
    case 'pod':
      return ['pods', `pod ${one.id}`, pod(one.id, one.node, one.ready)];
    case 'gone':
      return ['pods', `pod ${one.id}`, undefined];
    case 'node':
      return ['nodes', `node ${one.id}`, node(one.id, one.ready)];
    case 'nodeGone':
      return ['nodes', `node ${one.id}`, undefined];
    case 'owner':
      return ['replicasets.apps', `owner ${one.id}`, one.there ? owner(one.id) : undefined];
  }
}

function pod(at: number, on: number, ready: boolean): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `pod-${at}`,
      namespace: 'default',
      uid: `uid-${at}`,
      labels: { app: `app-${at % 3}` },
      creationTimestamp: '2026-01-01T00:00:00Z',
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: `rs-${at % 3}`, uid: `owner-${at % 3}`, controller: true }],
    },
    spec: { nodeName: `node-${on}`, containers: [{ name: 'app', image: 'nginx' }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  } as KubeObject;
}

function node(at: number, ready: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${at}` },
    status: { conditions: [{ type: 'Ready', status: ready }] },
  } as KubeObject;
}

function owner(at: number): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `called-${at}`, namespace: 'default', uid: `owner-${at}` },
  };
}

interface Tables {
  take(strings: Frame['strings']): void;
  string(number: number): string;
}

function createTables(): Tables {
  const strings: string[] = [];
  return {
    take: ({ from, added }) => added.forEach((text, index) => (strings[from + index] = text)),
    string: (number) => strings[number] ?? '',
  };
}

function rowsOf(frame: Frame, tables: Tables): ReadonlyMap<string, string> {
  const text = (number: number | undefined): string => tables.string(number ?? 0);
  return new Map(
    Array.from({ length: frame.podCount }, (_, row) => [
      text(frame.podUid[row]),
      [text(frame.podName[row]), text(frame.nodeName[frame.podNode[row] ?? -1]), frame.podLook[row], text(frame.podOwner[row])].join(' '),
    ]),
  );
}

/** What a projector sees that has never seen anything else. */
function fresh(objects: ReadonlyMap<string, [string, KubeObject]>): ReadonlyMap<string, string> {
  const projector = createProjector();
  for (const [resource, object] of objects.values()) projector.apply(resource, false, object, 0);
  const tables = createTables();
  const update = projector.frame(moment);
  tables.take(update.strings);
  return rowsOf(completeFrame(holdNothing(), update), tables);
}
