/** What the controller has in mind about an autoscaler, and forgets when it ends or another one leads. */
export interface Remembered {
  /** What metrics asked for, before anything held it back. */
  readonly recommendations: Recommendation[];
  readonly ups: ScaleEvent[];
  readonly downs: ScaleEvent[];
  /** Of its target's pods; absent until it was looked at. */
  selector?: string;
}

export interface Recommendation {
  readonly replicas: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface ScaleEvent {
  /** How many more or fewer, never negative. */
  readonly change: number;
  readonly at: number;
}

export function nothingRemembered(): Remembered {
  return { recommendations: [], ups: [], downs: [] };
}

/** In place of one that is no longer needed, if there is such a one; so lists don't grow. */
export function remember<T>(list: T[], item: T, isOld: (item: T) => boolean): void {
  const place = list.findLastIndex(isOld);
  if (place < 0) list.push(item);
  else list[place] = item;
}
