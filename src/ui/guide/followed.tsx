import { type ReactElement, useEffect, useMemo, useState } from 'react';
import type { StoryBeat } from '../../protocol/story.ts';
import type { Engine } from '../engine/engine.ts';
import { useEngineState, useLoaded } from '../engine/react.tsx';
import { Button } from '../parts/button.tsx';
import { middleEllipsis } from '../parts/names.ts';
import { useFollow } from '../state/follow.ts';
import { usePreferences } from '../state/preferences.ts';
import { type Target, select } from '../state/selection.ts';
import { type Aftermath, aftermathOf } from './aftermath.ts';
import css from './guide.module.css';
import { type AftermathWords, aftermathWords } from './words.ts';

/** What came of a pod's end, sentence by sentence as it happens, each shown on the picture, with the way to the trace it is made of. */
export function Followed({ pod }: { readonly pod: Target }): ReactElement {
  const words = aftermathWords[usePreferences((state) => state.language)];
  const playing = useEngineState((state) => state.playing);
  const load = useMemo(() => looker(pod), [pod]);
  const { value, error } = useLoaded(load, LOOK_MS);
  const shown = useShowing(value?.after.beats ?? NO_BEATS);
  const successor = shown > 0 ? value?.after.successor : undefined;
  const text = error === '' ? sentence(words, pod.name, value, shown, playing) : words.rule;
  return (
    <>
      <p className={css.text} role="status" data-testid="guide-because">
        {successor === undefined ? null : <span className={css.before}>{words.deleted(short(pod.name))}</span>}
        {text}
      </p>
      {successor === undefined ? null : (
        <span className={css.action}>
          <Button look="quiet" data-testid="guide-why" onClick={() => select(successor, 'why')}>
            {words.why}
          </Button>
        </span>
      )}
    </>
  );
}

const LOOK_MS = 500;
const NO_BEATS: readonly StoryBeat[] = [];

interface Known {
  readonly after: Aftermath;
  /** Pods that the owner is asked to keep; undefined for those that are not asked for a number. */
  readonly wanted: number | undefined;
}

/** Asks until there is nothing more to be told: the trace may be long. */
function looker(pod: Target): (engine: Engine) => Promise<Known | undefined> {
  let last: Known | undefined;
  return async (engine) => {
    if (last === undefined || !isOver(last.after)) last = (await lookAfter(engine, pod)) ?? last;
    return last;
  };
}

function isOver({ beats, isGone, isAlone }: Aftermath): boolean {
  return isGone && (isAlone || beats.length > LAST);
}

async function lookAfter(engine: Engine, { namespace, name }: Target): Promise<Known | undefined> {
  const story = await engine.request({ type: 'story-look', subject: { of: 'object', kind: 'Pod', namespace, name } });
  const after = story === null ? undefined : aftermathOf(story, name);
  if (after === undefined) return undefined;
  const owner = after.owner === '' ? null : await engine.request({ type: 'inspect', kind: after.ownerKind, namespace, name: after.owner });
  return { after, wanted: (owner?.object as { spec?: { replicas?: number } } | undefined)?.spec?.replicas };
}

function sentence(words: AftermathWords, pod: string, known: Known | undefined, shown: number, playing: boolean): string {
  const name = short(pod);
  if (known === undefined) return words.asked(name);
  const { after, wanted } = known;
  if (after.successor !== undefined && shown > 0)
    return words.replaced({ ...after, wanted, successor: short(after.successor.name), owner: `${after.ownerKind} ${after.owner}` });
  if (after.isGone && after.successor === undefined) return after.isAlone ? words.alone(name) : words.gone(name);
  return playing ? words.dying(name) : words.still(name);
}

function short(name: string): string {
  return middleEllipsis(name, 12);
}

/** How long each is looked at. */
const DWELL_MS = 2_500;

/** Plays what has happened over the picture, one after the other however fast it went. Gives the index of what is shown. */
function useShowing(beats: readonly StoryBeat[]): number {
  const [shown, setShown] = useState(0);
  const beat = beats[shown];
  const known = beats.length;
  const id = beat?.id;
  useEffect(() => {
    // Who follows a story has the picture.
    if (beat !== undefined && useFollow.getState().subject === undefined) useFollow.setState({ beat: { ...beat, ahead: [] } });
    // Beats are made anew with each look; the same number is the same beat.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [id]);
  useEffect(() => {
    if (id === undefined) return undefined;
    const timer = setTimeout(() => (shown + 1 < known ? setShown(shown + 1) : shown === LAST ? clear() : undefined), DWELL_MS);
    return () => clearTimeout(timer);
  }, [id, shown, known]);
  useEffect(() => clear, []);
  return shown;
}

/** The successor is ready: nothing more is shown. */
const LAST = 3;

function clear(): void {
  if (useFollow.getState().subject === undefined) useFollow.setState({ beat: undefined });
}
