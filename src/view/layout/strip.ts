/** The control plane stands in one row of stations above the field, in pixels of the viewport. */
export interface Strip {
  readonly x: number;
  readonly stationWidth: number;
  readonly height: number;
  readonly count: number;
  /** Names in one line, or by turns above and below where they are close, or none. */
  readonly names: 'line' | 'turns' | 'none';
}

const HEIGHT = { line: 44, turns: 52, none: 30 } as const;
const PAD = 16;
const WIDEST = 128;
const IN_LINE = 92;
const BY_TURNS = 46;

export function arrangeStrip(width: number, count: number): Strip {
  const stationWidth = Math.min(WIDEST, Math.floor((width - 2 * PAD) / Math.max(1, count)));
  const names = stationWidth >= IN_LINE ? 'line' : stationWidth >= BY_TURNS ? 'turns' : 'none';
  return { x: Math.round((width - stationWidth * count) / 2), stationWidth, height: count === 0 ? 0 : HEIGHT[names], count, names };
}

export function stationAt(strip: Strip, x: number, y: number): number {
  const index = Math.floor((x - strip.x) / strip.stationWidth);
  return y >= 0 && y < strip.height && index >= 0 && index < strip.count ? index : -1;
}

/** What everyone knows is left out: `replicaset-controller` is `replicaset`, `kube-scheduler` is `scheduler`. */
export function stationLabel(name: string): string {
  return name.replace(/^(kube|default)-/, '').replace(/-controller$/, '');
}
