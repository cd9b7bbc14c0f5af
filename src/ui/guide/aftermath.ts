/** What came of a pod's end, as the trace tells it. */
import type { Story, StoryBeat } from '../../protocol/story.ts';

export interface Aftermath {
  /** In the order in which one looks at them: the end, who made another, where it was put, and that it is ready. As far as they have come. */
  readonly beats: readonly StoryBeat[];
  /** The pod that was made in its place; undefined while there is none. */
  readonly successor: { readonly kind: 'Pod'; readonly namespace: string; readonly name: string } | undefined;
  /** Whom the successor belongs to, and who made it; '' while there is none. */
  readonly ownerKind: string;
  readonly owner: string;
  readonly maker: string;
  readonly isGone: boolean;
  /** It was known to have no controller when it was made. */
  readonly isAlone: boolean;
}

/** Undefined while the trace knows of no end. `name` is that of the pod that was deleted. */
export function aftermathOf({ beats }: Story, name: string): Aftermath | undefined {
  const isOf = (beat: StoryBeat, pod: string): boolean => beat.subjects.some((subject) => subject.kind === 'Pod' && subject.name === pod);
  const end = beats.findIndex((beat) => (beat.act === 'delete' || beat.act === 'gone') && isOf(beat, name));
  if (end < 0) return undefined;
  const after = (act: StoryBeat['act'], pod: string): number =>
    beats.findIndex((beat, at) => at > end && beat.act === act && isOf(beat, pod));
  const made = beats.findIndex(
    ({ act, subjects }, at) => at > end && act === 'create' && subjects[0]?.kind === 'Pod' && follows(beats, at, end),
  );
  const { actor = '', detail = {}, subjects = [] } = beats[made] ?? {};
  const [first] = subjects;
  const next = first === undefined ? [] : [made, after('bind', first.name), after('ready', first.name)];
  const birth = beats.find((beat) => beat.act === 'create' && isOf(beat, name));
  return {
    beats: [end, ...next].flatMap((at) => beats[at] ?? []),
    successor: first && { kind: 'Pod', namespace: first.namespace, name: first.name },
    ownerKind: detail['ownerKind'] ?? '',
    owner: detail['owner'] ?? '',
    maker: actor,
    isGone: beats[end]?.act === 'gone' || after('gone', name) >= 0,
    isAlone: birth !== undefined && birth.detail['owner'] === undefined,
  };
}

function follows(beats: readonly StoryBeat[], later: number, earlier: number): boolean {
  for (let at = later; at >= 0; at = beats[at]?.because ?? -1) if (at === earlier) return true;
  return false;
}
