import type { FrameUpdate } from '../../protocol/frame.ts';
import type { FrameSource } from '../../view/source.ts';
import { completeFrame, holdNothing } from '../../view/update.ts';

/** Keeps the latest frame and the tables that its numbers point into. Tables only grow, until a new worker starts from nothing. */
export interface FrameStore extends FrameSource {
  publish(update: FrameUpdate): void;
  /** Forgets everything: numbers of the next worker mean other strings. */
  reset(): void;
}

export function createFrameStore(): FrameStore {
  let held = holdNothing();
  let strings: string[] = [];
  let labelSets: Uint32Array[] = [];
  /** Texts that were asked for. */
  let numbers = new Map<string, Sought>();
  const subscribers = new Set<() => void>();
  const notify = (): void => {
    for (const subscriber of subscribers) subscriber();
  };
  return {
    latest: () => held.frame,
    string: (number) => strings[number] ?? '',
    labelSet: (number) => labelSets[number] ?? NO_LABELS,
    numberOf(text) {
      const sought = numbers.get(text) ?? { number: -1, seen: 0 };
      if (sought.number < 0) sought.number = strings.indexOf(text, sought.seen);
      sought.seen = strings.length;
      if (numbers.size >= MOST_SOUGHT) numbers.clear();
      numbers.set(text, sought);
      return sought.number;
    },
    subscribe(callback) {
      subscribers.add(callback);
      return () => void subscribers.delete(callback);
    },
    publish(update) {
      update.strings.added.forEach((text, index) => {
        strings[update.strings.from + index] = text;
      });
      update.labelSets.added.forEach((set, index) => {
        labelSets[update.labelSets.from + index] = set;
      });
      completeFrame(held, update);
      notify();
    },
    reset() {
      held = holdNothing();
      strings = [];
      labelSets = [];
      numbers = new Map();
      notify();
    },
  };
}

/** An index of all strings would weigh more than the strings; few are ever asked for, and the table only grows. */
interface Sought {
  number: number;
  /** How many strings there were when it was last sought. */
  seen: number;
}

const MOST_SOUGHT = 1000;
const NO_LABELS = new Uint32Array(0);
