import { describe, expect, test } from 'vitest';
import { age, bytes, compareNames, cores, gist, middleEllipsis } from './text.ts';

describe('middleEllipsis', () => {
  const measure = (text: string): number => text.length;

  test.each([
    { name: 'web-7d9c5b8f6d-x2k4p', width: 30, expected: 'web-7d9c5b8f6d-x2k4p' },
    { name: 'web-7d9c5b8f6d-x2k4p', width: 14, expected: 'web-7d9…-x2k4p' },
    { name: 'web-7d9c5b8f6d-x2k4p', width: 8, expected: 'we…x2k4p' },
    { name: 'web-7d9c5b8f6d-x2k4p', width: 3, expected: '' },
    { name: '', width: 0, expected: '' },
  ])('$name in $width', ({ name, width, expected }) => {
    expect(middleEllipsis(name, width, measure)).toBe(expected);
  });
});

describe('age, as kubectl has it', () => {
  test.each([
    [-5, '0s'],
    [0, '0s'],
    [119_000, '119s'],
    [120_000, '2m'],
    [125_000, '2m5s'],
    [9 * 60_000 + 59_000, '9m59s'],
    [10 * 60_000 + 1000, '10m'],
    [179 * 60_000, '179m'],
    [180 * 60_000, '3h'],
    [190 * 60_000, '3h10m'],
    [8 * 3_600_000, '8h'],
    [47 * 3_600_000, '47h'],
    [48 * 3_600_000, '2d'],
    [50 * 3_600_000, '2d2h'],
    [8 * 86_400_000, '8d'],
    [729 * 86_400_000, '729d'],
    [730 * 86_400_000, '2y'],
    [(365 * 3 + 7) * 86_400_000, '3y7d'],
    [365 * 9 * 86_400_000, '9y'],
  ])('%d ms is %s', (milliseconds, expected) => {
    expect(age(milliseconds)).toBe(expected);
  });
});

describe('the gist of a scheduler message', () => {
  test.each([
    ['', ''],
    [
      '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found.',
      'Insufficient cpu',
    ],
    ['0/3 nodes are available: 1 Insufficient memory, 2 Insufficient cpu.', 'Insufficient cpu'],
    [
      "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate",
      "didn't match Pod's node affinity/selector",
    ],
    [
      '0/4 nodes are available: 1 Insufficient cpu, 3 node(s) had untolerated taint {node.kubernetes.io/unreachable: }. preemption: …',
      'had untolerated taint {node.kubernetes.io/unreachable: }',
    ],
    ['no nodes available to schedule pods', 'no nodes available to schedule pods'],
  ])('%s', (message, expected) => {
    expect(gist(message)).toBe(expected);
  });
});

test('names sort as people count', () => {
  expect(['node-10', 'node-2', 'node-1'].sort(compareNames)).toEqual(['node-1', 'node-2', 'node-10']);
});

test('quantities are short', () => {
  expect([cores(0), cores(100), cores(1500), cores(64_000)]).toEqual(['0', '0.1', '1.5', '64']);
  expect([bytes(0), bytes(2 ** 30), bytes(1.5 * 2 ** 30), bytes(300 * 2 ** 20)]).toEqual(['0', '1Gi', '1.5Gi', '300Mi']);
});
