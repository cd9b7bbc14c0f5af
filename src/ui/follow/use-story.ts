import { useCallback, useEffect, useRef, useState } from 'react';
import type { Story, StoryBeat, StorySubject } from '../../protocol/story.ts';
import type { Engine } from '../engine/engine.ts';
import { leaveStory } from '../state/follow.ts';

export interface Telling {
  readonly beats: readonly StoryBeat[];
  /** The beat that is told; -1 while there is none. */
  readonly index: number;
  readonly goesOn: boolean;
  /** Virtual milliseconds that have passed in search of the next beat; -1 while nobody searches. */
  readonly waited: number;
  /** Virtual time of the picture. */
  readonly now: number;
  /** The cluster keeps no trace. */
  readonly refused: boolean;
}

export interface StoryControls extends Telling {
  /** With `from`, only if that is the beat which is still told. */
  readonly next: (from?: number) => void;
  readonly back: () => void;
}

const NOTHING: Telling = { beats: [], index: -1, goesOn: false, waited: -1, now: 0, refused: false };

/** How much virtual time passes in one request: so little at first that what moves can be seen, more the longer nothing happens. */
const FIRST_MS = 120;
const LONGEST_MS = 20_000;
const GROWTH = 1.25;

/** A story with its place in it. While it is followed the cluster's clock stands, and goes on afterwards as it went before. */
export function useStory(engine: Engine, subject: StorySubject): StoryControls {
  const [telling, setTelling] = useState<Telling>(NOTHING);
  const latest = useRef(telling);
  /** The search that is on; another number ends it. */
  const search = useRef(0);
  useEffect(() => {
    latest.current = telling;
  }, [telling]);
  useEffect(() => open(engine, subject, setTelling, search), [engine, subject]);
  const next = useCallback(
    (from?: number) => {
      const { beats, index, goesOn, waited } = latest.current;
      if (waited >= 0 || (from ?? index) !== index) return;
      if (index < beats.length - 1) setTelling((held) => ({ ...held, index: index + 1 }));
      else if (goesOn) void seek(engine, beats.length, setTelling, search);
    },
    [engine],
  );
  const back = useCallback(() => {
    search.current += 1;
    setTelling((held) => ({ ...held, waited: -1, index: Math.max(0, held.index - (held.waited >= 0 ? 0 : 1)) }));
  }, []);
  return { ...telling, next, back };
}

type Hold = (change: (held: Telling) => Telling) => void;
type Search = { current: number };

function open(engine: Engine, subject: StorySubject, hold: Hold, search: Search): () => void {
  const { playing } = engine.state();
  let gone = false;
  const begin = async (): Promise<void> => {
    await engine.request({ type: 'clock', clock: { type: 'pause' } });
    const story = await engine.request({ type: 'story-open', subject });
    if (!gone) hold(() => ({ ...NOTHING, ...told(story), index: story === null || story.beats.length === 0 ? -1 : 0 }));
  };
  begin().catch(() => gone || hold(() => ({ ...NOTHING, refused: true })));
  // Another cluster has another story.
  const unsubscribe = engine.subscribe(() => engine.state().phase === 'running' || leaveStory());
  return () => {
    gone = true;
    search.current += 1;
    unsubscribe();
    engine.request({ type: 'story-leave' }).catch(() => undefined);
    if (playing) engine.request({ type: 'clock', clock: { type: 'play' } }).catch(() => undefined);
  };
}

/** Lets time pass until there is something to tell, or nothing more is to come. */
async function seek(engine: Engine, known: number, hold: Hold, search: Search): Promise<void> {
  const mine = (search.current += 1);
  const from = engine.now();
  hold((held) => ({ ...held, waited: 0 }));
  for (let most = FIRST_MS; mine === search.current; most = Math.min(LONGEST_MS, most * GROWTH)) {
    const story = await engine.request({ type: 'story-next', most: Math.round(most) }).catch(() => null);
    if (mine !== search.current) return;
    const isNew = (story?.beats.length ?? 0) > known;
    const isOver = isNew || story === null || !story.goesOn;
    const waited = isOver ? -1 : Math.max(0, story.now - from);
    hold((held) => ({ ...held, ...told(story), index: held.index + (isNew ? 1 : 0), waited }));
    if (isOver) return;
    // What has moved meanwhile is seen.
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

const PAUSE_MS = 30;

/** What the cluster answered; a story that is gone stays as far as it was told. */
function told(story: Story | null): Partial<Telling> {
  return story === null ? { goesOn: false } : { beats: story.beats, goesOn: story.goesOn, now: story.now };
}
