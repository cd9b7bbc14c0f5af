import { PodLook } from '../frame.ts';
import type { Frame } from '../frame.ts';
import type { FrameSource } from '../source.ts';
import { PLAIN_COLOURS } from './overlays.ts';
import type { ColourBy } from './overlays.ts';

/** Which of the twelve hues a pod's tile has. A value keeps its hue for as long as the same thing colours. */
export interface Colouring {
  readonly by: ColourBy;
  /** Hue of each value, by string number. */
  readonly hues: Map<number, number>;
  /** Value of each label set, by its number; for labels only. */
  readonly values: Map<number, number>;
}

/** No value to colour by; and one for which no hue was left. */
export const NO_HUE = -1;
export const OTHER_HUE = 12;
const NO_VALUE = -1;

export function createColouring(by: ColourBy): Colouring {
  return { by, hues: new Map(), values: new Map() };
}

/** A choice as one string, and back. */
export function colourKey(by: ColourBy): string {
  return by.by === 'label' ? `label ${by.key}` : by.by;
}

export function colourOf(key: string): ColourBy {
  if (key.startsWith('label ')) return { by: 'label', key: key.slice('label '.length) };
  return { by: PLAIN_COLOURS.find((plain) => plain === key) ?? 'state' };
}

/** Hue 0 to 11 of the pod in a row, `OTHER_HUE` or `NO_HUE`. Must not be asked when colouring is by state. */
export function hueOf(colouring: Colouring, frame: Frame, row: number, source: FrameSource): number {
  const value = valueOf(colouring, frame, row, source);
  if (value === NO_VALUE) return NO_HUE;
  return hueOfValue(colouring, value);
}

/** Hue of any value by its string number. */
export function hueOfValue(colouring: Colouring, value: number): number {
  return colouring.hues.get(value) ?? assign(colouring, value);
}

/** Number of what a pod has of the thing that colours; -1 for nothing. */
export function valueOf({ by, values }: Colouring, frame: Frame, row: number, source: FrameSource): number {
  switch (by.by) {
    case 'label':
      return labelValue(values, by.key, frame.podLabels[row] ?? 0, source);
    case 'owner':
      return orNone(frame.podOwner[row] ?? 0, source);
    case 'namespace':
      return frame.podNamespace[row] ?? NO_VALUE;
    case 'node':
      return frame.nodeName[frame.podNode[row] ?? -1] ?? NO_VALUE;
    case 'image':
      return orNone(frame.podImage[row] ?? 0, source);
    case 'priority': {
      const name = frame.podPriorityClass[row] ?? 0;
      return source.string(name) === '' ? PRIORITY + (frame.podPriority[row] ?? 0) : name;
    }
    case 'state':
      return NO_VALUE;
    case 'phase':
    case 'readiness':
    case 'qos':
    case 'age':
    case 'restarts':
      return STEP + stepOf(by.by, frame, row);
  }
}

/** Values that are no strings of the frame are numbered from here: steps of a scale, and priorities without a name. */
const STEP = 2 ** 36;
const PRIORITY = 2 ** 38;

/** Steps by what they measure, in the order of the hues. Words are Kubernetes' own. */
const STEPS = {
  phase: ['Running', 'Pending', 'Succeeded', 'Failed', 'Unknown'],
  readiness: ['Ready', 'NotReady'],
  qos: ['BestEffort', 'Burstable', 'Guaranteed'],
  age: ['< 1m', '< 10m', '< 1h', '< 1d', '≥ 1d'],
  restarts: ['0', '1–2', '3–9', '≥ 10'],
} as const;
const AGES = [60_000, 600_000, 3_600_000, 86_400_000];
const RESTARTS = [1, 3, 10];

function stepOf(by: keyof typeof STEPS, frame: Frame, row: number): number {
  switch (by) {
    case 'phase':
      return phaseOf(frame, row);
    case 'readiness':
      return frame.podLook[row] === PodLook.ready ? 0 : 1;
    case 'qos':
      return frame.podQos[row] ?? 0;
    case 'age':
      return rank(AGES, frame.now - (frame.podCreated[row] ?? 0));
    case 'restarts':
      return rank(RESTARTS, frame.podRestarts[row] ?? 0);
  }
}

/** Steps of looks that are not running. */
const PHASES: ReadonlyMap<number, number> = new Map([
  [PodLook.pending, 1],
  [PodLook.starting, 1],
  [PodLook.succeeded, 2],
  [PodLook.failed, 3],
  [PodLook.unknown, 4],
]);

function phaseOf(frame: Frame, row: number): number {
  return PHASES.get(frame.podLook[row] ?? PodLook.ready) ?? 0;
}

/** How many of the limits a number has reached. */
function rank(limits: readonly number[], value: number): number {
  return limits.filter((limit) => value >= limit).length;
}

function nameOf({ by }: Colouring, value: number, source: FrameSource): string {
  if (value < STEP) return source.string(value);
  if (value >= PRIORITY / 2) return `${value - PRIORITY}`;
  return by.by in STEPS ? (STEPS[by.by as keyof typeof STEPS][value - STEP] ?? '') : '';
}

/** Ages change by themselves: whoever keeps hues has to look again. */
export function changesWithTime({ by }: Colouring): boolean {
  return by.by === 'age';
}

function orNone(value: number, source: FrameSource): number {
  return source.string(value) === '' ? NO_VALUE : value;
}

function labelValue(values: Map<number, number>, key: string, set: number, source: FrameSource): number {
  const known = values.get(set);
  if (known !== undefined) return known;
  const labels = source.labelSet(set);
  let value = NO_VALUE;
  for (let at = 0; at < labels.length; at += 2) {
    if (source.string(labels[at] ?? 0) === key) value = labels[at + 1] ?? NO_VALUE;
  }
  values.set(set, value);
  return value;
}

/** Hues are handed out in the order of the palette, which sets the first ones far apart; beyond twelve values share one. */
function assign(colouring: Colouring, value: number): number {
  // Steps of a scale have hues of their own, whichever comes first.
  const step = value >= STEP && value < PRIORITY / 2;
  const hue = Math.min(step ? value - STEP : colouring.hues.size, OTHER_HUE);
  colouring.hues.set(value, hue);
  return hue;
}

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
