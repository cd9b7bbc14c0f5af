/** Following a story with the clock in hand: time stands still, and passes from one happening to the next. */
import type { Story, StoryRequest } from '../../protocol/story.ts';
import type { Cluster } from '../../sim/engine.ts';
import { kindNamed } from '../../api/kinds/registry.ts';
import { type StoryTeller, tellStory } from './story.ts';

export interface Follower {
  answer(request: StoryRequest): Story | null;
}

/** The story that one page follows; comes with its first. */
export interface Following {
  follower?: Follower;
}

interface Follows {
  readonly cluster: Cluster;
  readonly wallNow: () => number;
  readonly following: Following;
}

export function follow({ cluster, wallNow, following }: Follows, request: StoryRequest): Story | null {
  following.follower ??= createFollower(cluster, wallNow);
  return following.follower.answer(request);
}

/** Wall time that one request may take, and the events after which it looks at the clock. */
const SLICE_MS = 12;
const EVENTS_PER_LOOK = 8;

export function createFollower(cluster: Cluster, wallNow: () => number): Follower {
  let teller: StoryTeller | undefined;
  return {
    answer(request) {
      switch (request.type) {
        case 'story-open':
          teller = tellStory(cluster, request.subject, resourceOf(request.subject));
          return teller.look();
        case 'story-next':
          return teller === undefined ? null : goOn(cluster, teller, request.most, wallNow);
        case 'story-leave':
          teller = undefined;
          return null;
        case 'story-look':
          return tellStory(cluster, request.subject, resourceOf(request.subject)).look();
      }
    },
  };
}

function resourceOf(subject: Extract<StoryRequest, { type: 'story-open' }>['subject']): string {
  if (subject.of === 'last') return '';
  const type = kindNamed(subject.kind)?.type;
  // Links of the chain name a resource without its group.
  return type === undefined ? subject.kind.toLowerCase() : type.resource;
}

/** Event by event, so that nothing but what belongs to a happening has happened when it is told. */
function goOn(cluster: Cluster, teller: StoryTeller, most: number, wallNow: () => number): Story {
  const began = wallNow();
  const known = teller.look();
  const until = cluster.state.now + Math.max(0, most);
  if (!known.goesOn) return known;
  const { causes } = cluster.state;
  for (let events = 1; ; events += 1) {
    const before = causes.first + causes.records.length;
    const reached = cluster.advance(until, { events: 1 });
    if (causes.first + causes.records.length > before) {
      if (teller.read() > known.beats.length) return gather(cluster, teller, known.beats.length + 1);
    }
    if (reached || (events % EVENTS_PER_LOOK === 0 && wallNow() - began > SLICE_MS)) return teller.look();
  }
}

/** What belongs to a beat often comes in several events, one right after the other. */
const GATHERED_MS = 30;

/** A little further, until the next beat begins. */
function gather(cluster: Cluster, teller: StoryTeller, beats: number): Story {
  const until = cluster.state.now + GATHERED_MS;
  while (!cluster.advance(until, { events: 1 }) && teller.read() <= beats);
  return teller.look();
}
