import type { Frame } from '../../protocol/frame.ts';
import type { FrameSource } from '../../view/source.ts';

/** Keeps the latest frame and the tables that its numbers point into. Tables only grow, until a new worker starts from nothing. */
export interface FrameStore extends FrameSource {
  publish(frame: Frame): void;
  /** Forgets everything: numbers of the next worker mean other strings. */
  reset(): void;
  /** Number of a string in the current table, or -1. */
  numberOf(text: string): number;
}

export function createFrameStore(): FrameStore {
  let frame: Frame | undefined;
  let strings: string[] = [];
  let labelSets: Uint32Array[] = [];
  let numbers = new Map<string, number>();
  const subscribers = new Set<() => void>();
  const notify = (): void => {
    for (const subscriber of subscribers) subscriber();
  };
  return {
    latest: () => frame,
    string: (number) => strings[number] ?? '',
    labelSet: (number) => labelSets[number] ?? NO_LABELS,
    numberOf: (text) => numbers.get(text) ?? -1,
    subscribe(callback) {
      subscribers.add(callback);
      return () => void subscribers.delete(callback);
    },
    publish(next) {
      next.strings.added.forEach((text, index) => {
        strings[next.strings.from + index] = text;
        numbers.set(text, next.strings.from + index);
      });
      next.labelSets.added.forEach((set, index) => {
        labelSets[next.labelSets.from + index] = set;
      });
      frame = next;
      notify();
    },
    reset() {
      frame = undefined;
      strings = [];
      labelSets = [];
      numbers = new Map();
      notify();
    },
  };
}

const NO_LABELS = new Uint32Array(0);
