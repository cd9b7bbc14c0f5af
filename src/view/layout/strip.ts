/** The control plane stands in one row of stations above the field, in pixels of the viewport. */
export interface Strip {
  readonly x: number;
  readonly stationWidth: number;
  readonly height: number;
  readonly count: number;
  /** Whether there is room for names. */
  readonly named: boolean;
}

const HEIGHT = 44;
const LOW_HEIGHT = 30;
const PAD = 16;
const WIDEST = 128;
const NAMED = 60;

export function arrangeStrip(width: number, count: number): Strip {
  const stationWidth = Math.min(WIDEST, Math.floor((width - 2 * PAD) / Math.max(1, count)));
  const x = Math.round((width - stationWidth * count) / 2);
  const named = stationWidth >= NAMED;
  return { x, stationWidth, height: count === 0 ? 0 : named ? HEIGHT : LOW_HEIGHT, count, named };
}

export function stationAt(strip: Strip, x: number, y: number): number {
  const index = Math.floor((x - strip.x) / strip.stationWidth);
  return y >= 0 && y < strip.height && index >= 0 && index < strip.count ? index : -1;
}

/** What everyone knows is left out: `replicaset-controller` is `replicaset`, `kube-scheduler` is `scheduler`. */
export function stationLabel(name: string): string {
  return name.replace(/^kube-/, '').replace(/-controller$/, '');
}
