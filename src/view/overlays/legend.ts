import { PodLook } from '../frame.ts';
import type { Frame } from '../frame.ts';
import type { FrameSource } from '../source.ts';
import { hueOf, NO_HUE, OTHER_HUE, PRIORITY, STEP, valueOf } from './colouring.ts';
import type { Colouring, Scale } from './colouring.ts';

/** What colours stand for, and what pods can be coloured by. */
export interface LegendEntry {
  /** '' for pods without a value, and for all values beyond the hues together. */
  readonly value: string;
  readonly hue: number;
  readonly count: number;
}

/** Values that occur, most pods first; what has no hue of its own comes last. */
export function legendOf(colouring: Colouring, frame: Frame, source: FrameSource): readonly LegendEntry[] {
  const counts = new Map<number, number>();
  let without = 0;
  let others = 0;
  for (let row = 0; row < frame.podCount; row++) {
    const hue = hueOf(colouring, frame, row, source);
    const value = valueOf(colouring, frame, row, source);
    if (hue === NO_HUE) without++;
    else if (hue === OTHER_HUE) others++;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const entries = [...counts].map(([value, count]) => ({
    value: nameOf(colouring, value, source),
    hue: colouring.hues.get(value) ?? NO_HUE,
    count,
  }));
  entries.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  if (others > 0) entries.push({ value: '', hue: OTHER_HUE, count: others });
  if (without > 0) entries.push({ value: '', hue: NO_HUE, count: without });
  return entries;
}

/** How many pods have each look, by `PodLook`. */
export function countLooks(frame: Frame): readonly number[] {
  const counts = Array.from(Object.values(PodLook), () => 0);
  for (let row = 0; row < frame.podCount; row++) {
    const look = frame.podLook[row] ?? 0;
    counts[look] = (counts[look] ?? 0) + 1;
  }
  return counts;
}

/** Keys of labels that any pod carries, most frequent first: what can be coloured by. */
export function labelKeys(frame: Frame, source: FrameSource): readonly string[] {
  const pods = new Map<number, number>();
  for (let row = 0; row < frame.podCount; row++) pods.set(frame.podLabels[row] ?? 0, (pods.get(frame.podLabels[row] ?? 0) ?? 0) + 1);
  const counts = new Map<string, number>();
  for (const [set, count] of pods) {
    const labels = source.labelSet(set);
    for (let at = 0; at < labels.length; at += 2) {
      const key = source.string(labels[at] ?? 0);
      counts.set(key, (counts.get(key) ?? 0) + count);
    }
  }
  return [...counts].sort(([a, most], [b, more]) => more - most || (a < b ? -1 : 1)).map(([key]) => key);
}

/** Of what was requested; the last two are words of the page. */
const SHARES: readonly string[] = ['< 10%', '< 50%', '< 80%', '< 100%', '≥ 100%', 'noRequest', 'notMeasured'];

/** Steps by what they measure, in the order of the hues. Words are Kubernetes' own. */
const STEPS: { readonly [By in Scale]: readonly string[] } = {
  phase: ['Running', 'Pending', 'Succeeded', 'Failed', 'Unknown'],
  readiness: ['Ready', 'NotReady'],
  qos: ['BestEffort', 'Burstable', 'Guaranteed'],
  age: ['< 1m', '< 10m', '< 1h', '< 1d', '≥ 1d'],
  restarts: ['0', '1–2', '3–9', '≥ 10'],
  cpu: SHARES,
  memory: SHARES,
};

function nameOf({ by }: Colouring, value: number, source: FrameSource): string {
  if (value < STEP) return source.string(value);
  if (value >= PRIORITY / 2) return `${value - PRIORITY}`;
  return by.by in STEPS ? (STEPS[by.by as Scale][value - STEP] ?? '') : '';
}
