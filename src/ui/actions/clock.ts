import { messageOf } from '../../base/message-of.ts';
import type { ClockCommand } from '../../protocol/messages.ts';
import type { Engine } from '../engine/engine.ts';
import { toast } from '../state/notices.ts';

/** Virtual seconds per second that can be chosen. */
export const SPEEDS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100] as const;

/** The next speed up or down from one that may be anything. */
export function nextSpeed(speed: number, step: 1 | -1): number {
  const candidates = step === 1 ? SPEEDS.filter((one) => one > speed) : SPEEDS.filter((one) => one < speed).toReversed();
  return candidates[0] ?? speed;
}

export function command(engine: Engine, clock: ClockCommand): void {
  engine.request({ type: 'clock', clock }).catch((error: unknown) => toast('bad', messageOf(error)));
}
