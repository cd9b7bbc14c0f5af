import type { Frame } from '../../protocol/frame.ts';
import type { Answers, ClockState, FromWorker, Request } from '../../protocol/messages.ts';
import { sketchSource } from '../../view/testing/frames.ts';
import type { Host, LinkEvents, OpenLink } from '../engine/link.ts';

/** One life of a worker, driven by hand: what was sent to it, and ways to answer. */
export interface FakeWorker {
  readonly sent: Request[];
  closed: boolean;
  answer<T extends Request['type']>(type: T, answer: Answers[T]): void;
  say(message: FromWorker): void;
  breakDown(why: string): void;
}

export interface FakeWorld {
  readonly open: OpenLink;
  readonly host: Host;
  readonly lives: FakeWorker[];
  visible: boolean;
  /** The page was shown or hidden. */
  turn(visible: boolean): void;
  /** The browser repaints. */
  repaint(): void;
  /** Timers up to now + ms go off, in order. */
  pass(milliseconds: number): void;
}

export const CLOCK: ClockState = { now: 1_000, playing: true, speed: 1, lastStep: '' };

export function fakeWorld(): FakeWorld {
  const lives: FakeWorker[] = [];
  let frames: (() => void)[] = [];
  let timers: { at: number; run: () => void }[] = [];
  let now = 0;
  const watchers: (() => void)[] = [];
  const world: FakeWorld = {
    lives,
    visible: true,
    open: (events) => {
      const life = fakeWorker(events);
      lives.push(life);
      return { send: (request) => void life.sent.push(request), close: () => void (life.closed = true) };
    },
    host: {
      nextFrame: (callback) => void frames.push(callback),
      isVisible: () => world.visible,
      onVisibility: (callback) => void watchers.push(callback),
      after: (milliseconds, run) => void timers.push({ at: now + milliseconds, run }),
    },
    turn(visible) {
      world.visible = visible;
      for (const watcher of watchers) watcher();
    },
    repaint() {
      const due = frames;
      frames = [];
      for (const frame of due) frame();
    },
    pass(milliseconds) {
      now += milliseconds;
      const due = timers.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at);
      timers = timers.filter(({ at }) => at > now);
      for (const { run } of due) run();
    },
  };
  return world;
}

function fakeWorker(events: LinkEvents): FakeWorker {
  const worker: FakeWorker = {
    sent: [],
    closed: false,
    answer(type, answer) {
      const at = worker.sent.findIndex((request) => request.type === type);
      const [request] = worker.sent.splice(at, at < 0 ? 0 : 1);
      if (!request) throw new Error(`nobody asked for ${type}`);
      events.message({ type: 'answer', id: request.id, answer });
    },
    say: (message) => events.message(message),
    breakDown: (why) => events.broken(why),
  };
  return worker;
}

/** A frame of one node and one pod, with its strings. */
export function smallFrame(sequence = 1): Frame {
  const source = sketchSource({ nodes: [{ name: 'node-1' }], pods: [{ name: 'web', node: 'node-1', look: 'ready', reason: 'Running' }] });
  const frame = source.latest();
  if (!frame) throw new Error('no frame was made');
  const added = Array.from({ length: 100 }, (_, index) => source.string(index));
  return { ...frame, sequence, strings: { from: 0, added }, labelSets: { from: 0, added: [source.labelSet(0)] } };
}

/** Lets promises that are settled be noticed. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}
