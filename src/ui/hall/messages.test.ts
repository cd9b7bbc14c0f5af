import { expect, test } from 'vitest';
import type { Frame } from '../../protocol/frame.ts';
import type { FrameStore } from '../engine/frame-store.ts';
import { messagesOf, seeNothing } from './messages.ts';

const NAMES = ['kube-apiserver', 'etcd', 'deployment-controller', 'default-scheduler'];
const frames = { string: (number: number) => NAMES[number] ?? '' } as unknown as FrameStore;

function frame(revision: number, lastSync: readonly number[], lag: readonly number[]): Frame {
  const columns = {
    stationCount: NAMES.length,
    stationName: Uint32Array.from(NAMES.keys()),
    stationLastSync: Float64Array.from(lastSync),
    stationLag: Uint32Array.from(lag),
  };
  return { revision, ...columns } as unknown as Frame;
}

test('the first frame tells nothing, for nothing is known of before', () => {
  expect(messagesOf(seeNothing(), frame(7, [0, 0, 5, 5], [0, 0, 1, 0]), frames)).toEqual([]);
});

test('a sync is a request, what a station has not seen is on its way to it, and a new revision goes to etcd', () => {
  const seen = seeNothing();
  messagesOf(seen, frame(7, [0, 0, 5, 5], [0, 0, 0, 0]), frames);
  expect(messagesOf(seen, frame(8, [0, 0, 9, 5], [0, 0, 0, 2]), frames)).toEqual([
    { type: 'store', from: 'kube-apiserver', to: 'etcd' },
    { type: 'request', from: 'deployment-controller', to: 'kube-apiserver' },
    { type: 'watch', from: 'kube-apiserver', to: 'default-scheduler' },
  ]);
  expect(messagesOf(seen, frame(8, [0, 0, 9, 5], [0, 0, 0, 1]), frames)).toEqual([]);
});
