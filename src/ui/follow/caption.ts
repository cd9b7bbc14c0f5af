/** What a beat of a story says, in plain words: who, what, to whom, and what made it so. Made of the beat alone. */
import type { StoryBeat } from '../../protocol/story.ts';
import type { CaptionWords } from './words.en.ts';

export function captionOf(beats: readonly StoryBeat[], index: number, words: CaptionWords): string {
  const beat = beats[index];
  if (beat === undefined) return '';
  return sentence(words.acts[beat.act]({ beat, who: whoOf(beat, words), whom: words.things(beat), before: beats[beat.because]?.act }));
}

/** Time since the story began. */
export function sinceStart(beats: readonly StoryBeat[], at: number): string {
  const milliseconds = Math.max(0, at - (beats[0]?.at ?? at));
  if (milliseconds < 1000) return `+${milliseconds} ms`;
  const seconds = milliseconds / 1000;
  return seconds < 90 ? `+${seconds.toFixed(1)} s` : `+${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

const AT_ONCE_MS = 200;

/** So many milliseconds the picture is ahead of a beat that is told; 0 when it shows the very moment. */
export function aheadBy(beats: readonly StoryBeat[], index: number, now: number): number {
  const by = now - (beats[index]?.at ?? now);
  return index < beats.length - 1 && by > AT_ONCE_MS ? by : 0;
}

/** Uids of pods that later beats make; none where these don't name them all. */
export function podsAhead(beats: readonly StoryBeat[], index: number): readonly string[] {
  const births = beats.slice(index + 1).filter(({ act, subjects }) => act === 'create' && subjects[0]?.kind === 'Pod');
  if (births.some(({ count, subjects }) => count > subjects.length)) return [];
  return births.flatMap(({ subjects }) => subjects.map(({ uid }) => uid));
}

/** How long a sentence stays when nobody turns the page. */
export function readingMs(text: string): number {
  const wide = /[\u3000-\u9fff]/.test(text) ? 110 : 42;
  return Math.min(8000, 1800 + text.length * wide);
}

function whoOf({ actor, subjects }: StoryBeat, words: CaptionWords): string {
  if (actor === 'kubelet') return words.kubelet([...new Set(subjects.map(({ node }) => node).filter((node) => node !== ''))]);
  if (actor === 'default-scheduler') return words.scheduler;
  if (actor === 'garbage-collector-controller') return words.garbageCollector;
  if (OUTSIDE.has(actor)) return 'kubectl';
  const bare = actor.replace(/-controller$/, '');
  return bare === actor ? actor : words.controller(KINDS[bare] ?? bare.replaceAll('-', ' '));
}

const OUTSIDE: ReadonlySet<string> = new Set(['admin', 'kubernetes-admin']);

/** Controllers that are called after their kind. */
const KINDS: Readonly<Record<string, string>> = {
  deployment: 'Deployment',
  replicaset: 'ReplicaSet',
  replicationcontroller: 'ReplicationController',
  daemonset: 'DaemonSet',
  statefulset: 'StatefulSet',
  job: 'Job',
  cronjob: 'CronJob',
  'endpoint-slice': 'EndpointSlice',
};

function sentence(text: string): string {
  // Names stay as they are.
  if (text.startsWith('the ')) return `T${text.slice(1)}`;
  return text.replaceAll(/(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])|(?<=[：，。]) /g, '');
}
