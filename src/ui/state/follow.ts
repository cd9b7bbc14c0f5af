import { create } from 'zustand';
import { leaveHall } from './hall.ts';
import { useLayout } from './layout.ts';
import type { StorySubject, ToldBeat } from '../../protocol/story.ts';

interface Following {
  /** The story that is followed; undefined while none is. */
  readonly subject: StorySubject | undefined;
  /** Numbers the times that somebody began to follow. */
  readonly begun: number;
  /** The beat that is told just now, for the stage. */
  readonly beat: ToldBeat | undefined;
}

export const useFollow = create<Following>(() => ({ subject: undefined, begun: 0, beat: undefined }));

/** Begins a story, or the same one anew. */
export function follow(subject: StorySubject): void {
  // On a phone the drawer would hide what there is to see.
  useLayout.setState(({ drawer }) => ({ drawer: { ...drawer, open: false } }));
  leaveHall();
  useFollow.setState(({ begun }) => ({ subject, begun: begun + 1, beat: undefined }));
}

export function leaveStory(): void {
  useFollow.setState({ subject: undefined, beat: undefined });
}
