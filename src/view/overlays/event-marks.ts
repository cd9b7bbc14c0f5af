/** Kubernetes Events as short-lived marks beside what they are about. */
export interface EventNews {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly reason: string;
  readonly warning: boolean;
}

export interface EventMark extends EventNews {
  /** How many Events of this reason it stands for. */
  count: number;
  /** When it was put up last, on the clock of the picture, and when it goes. */
  at: number;
  until: number;
}

export interface EventBoard {
  /** At most one mark per object and reason; the newest are last. */
  readonly marks: Map<string, EventMark>;
  /** Of the last moments: reasons with how often, and when the count began. */
  readonly tally: Map<string, { count: number; readonly warning: boolean }>;
  since: number;
}

const SHOWN_MS = 5000;
/** A warning stays longer. */
const WARNED_MS = 9000;
const MOST_MARKS = 48;
const TALLY_MS = 5000;

export function createEventBoard(): EventBoard {
  return { marks: new Map(), tally: new Map(), since: 0 };
}

/** Takes Events down, on the picture's clock in milliseconds. An Event that comes again renews its mark. */
export function noteEvents(board: EventBoard, news: readonly EventNews[], time: number): void {
  if (time - board.since > TALLY_MS) {
    board.tally.clear();
    board.since = time;
  }
  for (const one of news) {
    const told = board.tally.get(one.reason) ?? { count: 0, warning: one.warning };
    told.count++;
    board.tally.set(one.reason, told);
    const key = `${one.kind}/${one.namespace}/${one.name} ${one.reason}`;
    const before = board.marks.get(key);
    board.marks.delete(key);
    board.marks.set(key, { ...one, count: (before?.count ?? 0) + 1, at: time, until: time + (one.warning ? WARNED_MS : SHOWN_MS) });
  }
  for (const [key, { until }] of board.marks) if (until <= time || board.marks.size > MOST_MARKS) board.marks.delete(key);
}

/** What stands beside one object: its loudest mark, and how many more there are. */
export interface EventSign {
  readonly mark: EventMark;
  readonly more: number;
}

/** By object: warnings before others, then the newest. */
export function signsOf({ marks }: EventBoard, time: number): readonly EventSign[] {
  const byObject = new Map<string, { mark: EventMark; more: number }>();
  for (const mark of marks.values()) {
    if (mark.until <= time) continue;
    const key = `${mark.kind}/${mark.namespace}/${mark.name}`;
    const sign = byObject.get(key);
    if (sign === undefined) byObject.set(key, { mark, more: 0 });
    else {
      sign.more++;
      if (mark.warning || !sign.mark.warning) sign.mark = mark;
    }
  }
  return [...byObject.values()];
}

/** Reasons of the last moments, the most frequent first, and how many Events a second of the picture's clock that is. */
export function tallyOf(
  { tally, since }: EventBoard,
  time: number,
): {
  readonly reasons: readonly { readonly reason: string; readonly count: number; readonly warning: boolean }[];
  readonly perSecond: number;
} {
  const reasons = [...tally].map(([reason, { count, warning }]) => ({ reason, count, warning }));
  reasons.sort((a, b) => Number(b.warning) - Number(a.warning) || b.count - a.count || (a.reason < b.reason ? -1 : 1));
  const all = reasons.reduce((sum, { count }) => sum + count, 0);
  return { reasons, perSecond: (1000 * all) / Math.max(1000, time - since) };
}
