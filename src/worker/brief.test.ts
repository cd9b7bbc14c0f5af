import { expect, test } from 'vitest';
import { TOLD_NODES } from '../api/account-order.ts';
import type { NodeAccount, PlacementAccount } from '../api/scheduling.ts';
import { briefAccount } from './brief.ts';

const scores = [{ plugin: 'NodeResourcesFit', raw: 1, normalised: 1, weight: 1 }];
const room = [{ resource: 'cpu', asked: 1, used: 0, allocatable: 4 }];

function node(index: number): NodeAccount {
  const rejections = index % 2 === 0 ? [] : [{ plugin: 'NodeName', reasons: ['no'] }];
  return {
    name: `node-${index}`,
    rejections,
    total: rejections.length === 0 ? index : 0,
    scores: rejections.length === 0 ? scores : [],
    room,
  };
}

function account(count: number): PlacementAccount {
  return {
    at: 0,
    attempt: 1,
    node: 'node-8',
    message: '',
    nodeCount: count,
    sampling: { looked: count, enough: count, why: 'all' },
    tied: [],
    nodes: Array.from({ length: count }, (_, index) => node(index)),
    counts: [],
    preemptionCounts: [],
    preemption: undefined,
  };
}

test('an account of few nodes stays as it is', () => {
  const few = account(TOLD_NODES);
  expect(briefAccount(few)).toBe(few);
});

test('of many nodes the chosen one and the best are whole, all have their score or rejection, and what is the same is shared', () => {
  const { nodes } = briefAccount(account(1000)) ?? account(0);
  expect(nodes.length).toBe(1000);
  expect(nodes.slice(0, 3).map(({ name }) => name)).toEqual(['node-8', 'node-998', 'node-996']);
  expect(nodes.slice(0, TOLD_NODES).every((one) => one.scores.length === 1 && one.room.length === 1)).toBe(true);
  expect(nodes.slice(TOLD_NODES).every((one) => one.scores.length + one.room.length === 0)).toBe(true);
  expect(nodes.find(({ name }) => name === 'node-2')?.total).toBe(2);
  expect(new Set(nodes.filter(({ rejections }) => rejections.length > 0).map(({ rejections }) => rejections)).size).toBe(1);
});
