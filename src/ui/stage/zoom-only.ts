import { selection } from 'd3-selection';

/**
 * Stands in for d3-transition and d3-interpolate in the build (`resolve.alias`). d3-zoom needs them for its own animated
 * transforms alone; the camera glides by itself. Without this they bring d3-color, d3-ease and d3-timer along: 9 KB of the first load.
 */
selection.prototype.interrupt = function interruptNothing() {
  return this;
};

export function interrupt(): void {
  // No transition is ever started, so there is none to stop.
}

export function interpolateZoom(): never {
  throw new Error('The camera glides by itself.');
}
