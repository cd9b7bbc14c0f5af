import { describe, expect, test } from 'vitest';
import { type CommandLog, MOST_COMMANDS, MOST_WEIGHT, createCommandLog, noteCommand } from './command-log.ts';
import type { LoggedCommand } from './command.ts';
import { weightOf } from './weight.ts';

const command = (handled: number, text: string): LoggedCommand => ({
  at: 0,
  handled,
  command: { type: 'traffic', traffic: { url: text } },
});

function noted(count: number, text: string): CommandLog {
  const log = createCommandLog();
  for (let index = 0; index < count; index += 1) noteCommand(log, command(index, text));
  return log;
}

describe('the command log', () => {
  test('is whole while it is short', () => {
    const { forgotten, held } = noted(1000, 'http://web');
    expect(forgotten).toBe(0);
    expect(held).toHaveLength(1000);
  });

  test.each([
    ['many commands', 3 * MOST_COMMANDS, 'http://web'],
    ['heavy commands', 100, 'x'.repeat(1 << 20)],
  ])('forgets the oldest of %s', (_name, count, text) => {
    const { forgotten, held, weight } = noted(count, text);
    expect(held.length).toBeLessThanOrEqual(MOST_COMMANDS);
    expect(weight).toBeLessThanOrEqual(MOST_WEIGHT);
    expect(forgotten + held.length).toBe(count);
    expect(held.map(({ handled }) => handled)).toEqual(Array.from({ length: held.length }, (_, index) => forgotten + index));
    expect(weight).toBe(held.reduce((sum, entry) => sum + weightOf(entry), 0));
  });

  test('forgets a command that is heavier than all of it', () => {
    const log = noted(3, 'x'.repeat(MOST_WEIGHT));
    expect(log).toEqual({ forgotten: 3, weight: 0, held: [] });
  });
});

test('a body is weighed however deep it is', () => {
  const depth = 200_000;
  expect(weightOf(JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`))).toBe(16 * depth);
});
