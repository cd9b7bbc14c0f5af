import type { Frame } from '../../protocol/frame.ts';

const LARGE = 300;

/** How often the scheduler is asked what it would do, in milliseconds: in a large cluster less often, since every node is tried. */
export function trialEveryMs(frame: Frame | undefined): number {
  return (frame?.nodeCount ?? 0) > LARGE ? 8000 : 1000;
}
