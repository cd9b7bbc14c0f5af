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
  /** Value of each label set, by its number; for use of cpu and memory the step of each pod, by the number of its uid. */
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
    case 'cpu':
    case 'memory':
      return STEP + (values.get(frame.podUid[row] ?? 0) ?? NOT_MEASURED_STEP);
  }
}

/** Values that are no strings of the frame are numbered from here: steps of a scale, and priorities without a name. */
export const STEP = 2 ** 36;
export const PRIORITY = 2 ** 38;

/** What is coloured in steps. */
export type Scale = 'phase' | 'readiness' | 'qos' | 'age' | 'restarts' | 'cpu' | 'memory';

/** Of pods whose use nobody has told; steps below it are told by whoever asks for use. */
export const NOT_MEASURED_STEP = 6;

const AGES = [60_000, 600_000, 3_600_000, 86_400_000];
const RESTARTS = [1, 3, 10];

function stepOf(by: Exclude<Scale, 'cpu' | 'memory'>, frame: Frame, row: number): number {
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
