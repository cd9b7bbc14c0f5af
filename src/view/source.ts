import type { Frame } from './frame.ts';

/**
 * Where the picture comes from. String and label-set numbers hold for as long as frames go up in `sequence`;
 * a frame with a lower sequence than the one before it begins everything anew.
 */
export interface FrameSource {
  latest(): Frame | undefined;
  /** '' for a number not seen yet. */
  string(index: number): string;
  /** Number of a string seen before, or -1. */
  numberOf(text: string): number;
  /** key, value, key, value … as string numbers. */
  labelSet(index: number): Uint32Array;
  /** Called after each new frame; returns what ends it. */
  subscribe(changed: () => void): () => void;
}
