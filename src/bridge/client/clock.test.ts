import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createServerClock } from './clock.ts';
import { linesOf } from './lines.ts';

/** Answers that take up to 400 ms, told to a client whose own clock shows `skew` less than the server's. */
function readings(skew: number, speed: number, answers: readonly (readonly [pause: number, there: number, back: number])[]): number[] {
  let now = 0;
  const serverTime = () => 1_000_000 + skew + now * speed;
  const clock = createServerClock(() => 1_000_000 + now);
  return answers.map(([pause, there, back]) => {
    now += pause;
    const sentAt = 1_000_000 + now;
    now += there;
    const date = Math.floor(serverTime() / 1000) * 1000;
    now += back;
    clock.note(date, sentAt);
    return clock.now() - serverTime();
  });
}

const answers = fc.array(fc.tuple(fc.nat(5000), fc.nat(200), fc.nat(200)), { minLength: 1, maxLength: 20 });

test('a clock that agrees is believed to the millisecond', () => {
  fc.assert(fc.property(answers, (given) => readings(0, 1, given).every((error) => error === 0)));
});

test('another clock is known within its own seconds, however it runs', () => {
  const skew = fc.integer({ min: -1e9, max: 1e9 });
  fc.assert(
    fc.property(answers, skew, fc.constantFrom(0, 0.1, 1, 10), (given, ahead, speed) => {
      const worst = Math.max(...readings(ahead, speed, given).map(Math.abs));
      expect(worst).toBeLessThanOrEqual(1000 + 400 * Math.max(1, speed));
    }),
  );
});

test('an answer without a date changes nothing', () => {
  const clock = createServerClock(() => 5);
  clock.note(undefined, 0);
  expect(clock.now()).toBe(5);
});

test('lines are the same however their bytes are cut', async () => {
  const line = fc.string({ minLength: 1, unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' '));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.nat(7), { minLength: 1 }), fc.boolean(), async (lines, cuts, isEnded) => {
      const bytes = new TextEncoder().encode(lines.join('\n') + (isEnded ? '\n' : ''));
      const chunks = async function* () {
        for (let at = 0, i = 0; at < bytes.length; i++) {
          const end = at + 1 + (cuts[i % cuts.length] ?? 0);
          yield bytes.subarray(at, end);
          at = end;
        }
      };
      const read: string[] = [];
      for await (const one of linesOf(chunks())) read.push(one);
      expect(read).toEqual(lines);
    }),
  );
});
