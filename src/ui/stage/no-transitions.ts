import { selection } from 'd3-selection';

/**
 * Stands in for d3-transition in the build (`resolve.alias`). Of that package d3-zoom calls `interrupt` alone, while importing it
 * brings d3-color and most of d3-interpolate along: 8 KB of the first load. The camera glides by itself, so there is nothing to interrupt.
 */
selection.prototype.interrupt = function interruptNothing() {
  return this;
};

export function interrupt(): void {
  // No transitions, nothing to stop.
}
