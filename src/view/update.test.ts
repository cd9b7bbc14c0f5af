import { describe, expect, test } from 'vitest';
import { columnFilm } from './testing/columns.ts';
import { completeFrame, holdNothing } from './update.ts';

describe('a frame that tells of changes', () => {
  test('makes the same complete frame as one that tells of everything', () => {
    const film = columnFilm(20, 600);
    const held = holdNothing();
    completeFrame(held, film.first());
    for (let step = 0; step < 10; step++) {
      const frame = completeFrame(held, step % 2 === 0 ? film.change(40) : film.move(40));
      const whole = film.first();
      expect(frame.podCount).toBe(600);
      expect([...frame.podLook]).toEqual([...whole.podLook]);
      expect([...frame.podNode]).toEqual([...whole.podNode]);
      expect([...frame.podUid]).toEqual([...whole.podUid]);
      expect(frame.serviceCount).toBe(0);
    }
  });

  test('cannot be the first', () => {
    expect(() => completeFrame(holdNothing(), columnFilm(2, 8).change(1))).toThrow('whole');
  });
});
