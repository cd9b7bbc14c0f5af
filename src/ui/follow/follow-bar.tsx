import { type ReactElement, useEffect, useRef, useState } from 'react';
import type { StoryBeat, StorySubject } from '../../protocol/story.ts';
import { useEngine } from '../engine/react.tsx';
import type { Language } from '../messages/index.ts';
import { useWords } from '../messages/use-words.ts';
import { IconButton } from '../parts/button.tsx';
import { middleEllipsis } from '../parts/names.ts';
import { leaveStory, useFollow } from '../state/follow.ts';
import { select } from '../state/selection.ts';
import { aheadBy, captionOf, podsAhead, readingMs, sinceStart } from './caption.ts';
import css from './follow.module.css';
import { type StoryControls, useStory } from './use-story.ts';
import * as english from './words.en.ts';

type Words = Pick<typeof english, 'captions' | 'words'>;

/** A story told over the stage, one sentence at a time. */
export default function FollowBar({ subject }: { readonly subject: StorySubject }): ReactElement {
  const engine = useEngine();
  const { captions, words } = useWords<Words>(loadWords) ?? english;
  const story = useStory(engine, subject);
  const { beats, index, goesOn, waited, now, refused, next, back } = story;
  const [runs, setRuns] = useState(true);
  const beat = beats[index];
  const text = captionOf(beats, index, captions);
  const atEnd = index === beats.length - 1 && !goesOn;
  const past = aheadBy(beats, index, now);
  const ahead = podsAhead(beats, index).join(' ');
  useEffect(() => useFollow.setState({ beat: beat && { ...beat, ahead: ahead === '' ? [] : ahead.split(' ') } }), [beat, ahead]);
  useTurning(runs && !atEnd && waited < 0 && index >= 0, readingMs(text), index, next);
  const ref = useKeys(story, () => setRuns((on) => !on));
  return (
    <section ref={ref} className={css.bar} tabIndex={-1} aria-label={words.title} title={words.keys} data-clip="moves" data-testid="follow">
      <Progress beats={beats} index={index} />
      <div className={css.head}>
        <span className={css.step} data-testid="follow-step">
          {index < 0 ? words.title : words.step(index + 1, beats.length, goesOn)}
        </span>
        {beat === undefined ? null : <span>{sinceStart(beats, beat.at)}</span>}
        {beat === undefined || beat.because < 0 || beat.because === index - 1 ? null : (
          <span className={css.because}>{words.because(beat.because + 1)}</span>
        )}
        <span className={css.gap} />
        <IconButton icon="back" label={words.back} disabled={index <= 0} data-testid="follow-back" onClick={() => stopAnd(setRuns, back)} />
        <IconButton
          icon={runs ? 'pause' : 'play'}
          label={runs ? words.hold : words.play}
          aria-pressed={runs}
          disabled={atEnd}
          data-testid="follow-hold"
          onClick={() => setRuns(!runs)}
        />
        <IconButton
          icon="chevron"
          label={words.next}
          disabled={atEnd || waited >= 0}
          data-testid="follow-next"
          onClick={() => stopAnd(setRuns, () => next())}
        />
        <IconButton icon="close" label={words.leave} data-testid="follow-leave" onClick={leaveStory} />
      </div>
      <p className={css.caption} role="status" data-testid="follow-caption">
        {refused ? words.unavailable : text}
        {beats.length === 0 && !refused ? (subject.of === 'last' ? words.none : words.noneOfObject) : ''}
      </p>
      <div className={css.below}>
        {beat === undefined ? null : <Subjects beat={beat} more={words.more} />}
        <p className={css.foot} data-testid="follow-foot">
          {footOf(words, story, past, ahead !== '')}
        </p>
      </div>
    </section>
  );
}

function footOf(words: Words['words'], { beats, index, goesOn, waited }: StoryControls, past: number, faded: boolean): string {
  if (waited >= 0) return words.waiting(`${(waited / 1000).toFixed(1)} s`);
  if (past > 0) return words.past(`${(past / 1000).toFixed(1)} s`, faded);
  return index >= 0 && index === beats.length - 1 && !goesOn ? words.end : '';
}

const MOST_CHIPS = 5;

/** Whom it is about, each a way to what is known of it. */
function Subjects({
  beat: { subjects, count },
  more,
}: {
  readonly beat: StoryBeat;
  readonly more: (count: number) => string;
}): ReactElement {
  return (
    <ul className={css.subjects}>
      {subjects.slice(0, MOST_CHIPS).map(({ kind, namespace, name }) => (
        <li key={`${kind} ${namespace}/${name}`}>
          <button type="button" className={css.subject} title={`${kind} ${name}`} onClick={() => select({ kind, namespace, name })}>
            {middleEllipsis(name, 24)}
          </button>
        </li>
      ))}
      {count > MOST_CHIPS ? <li className={css.more}>{more(count - MOST_CHIPS)}</li> : null}
    </ul>
  );
}

/** How far one has come, and to which beat the present one goes back. */
function Progress({ beats, index }: { readonly beats: readonly StoryBeat[]; readonly index: number }): ReactElement {
  return (
    <div className={css.progress} aria-hidden="true">
      {beats.map(({ id }, at) => (
        <span key={id} data-at={at === index ? 'now' : at === beats[index]?.because ? 'cause' : at < index ? 'past' : 'ahead'} />
      ))}
    </div>
  );
}

function stopAnd(setRuns: (on: boolean) => void, then: () => void): void {
  setRuns(false);
  then();
}

/** Turns the page when it has been read. */
function useTurning(on: boolean, afterMs: number, page: number, turn: (from: number) => void): void {
  useEffect(() => {
    if (!on) return undefined;
    const timer = setTimeout(() => turn(page), afterMs);
    return () => clearTimeout(timer);
  }, [on, afterMs, page, turn]);
}

/** Keys hold while nothing else has the keyboard that would want them; the bar takes it when it appears, and gives it back. */
function useKeys({ next, back }: StoryControls, hold: () => void): React.RefObject<HTMLElement | null> {
  const ref = useRef<HTMLElement>(null);
  const keys = useRef<Readonly<Record<string, () => void>>>({});
  useEffect(() => {
    keys.current = { ArrowRight: () => next(), ArrowLeft: back, ' ': hold, Escape: leaveStory };
  });
  useEffect(() => {
    const before = document.activeElement;
    const bar = ref.current;
    bar?.focus();
    const onKeyDown = (event: KeyboardEvent): void => {
      const { target, key } = event;
      const mine = target === document.body || (target instanceof Node && bar?.contains(target) === true);
      const presses = key === ' ' && target instanceof Element && target.closest('button') !== null;
      const act = keys.current[key];
      if (!mine || presses || act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      if (before instanceof HTMLElement && bar?.contains(document.activeElement) === true) before.focus();
    };
  }, []);
  return ref;
}

function loadWords(language: Language): Promise<Words> {
  return language === 'zh' ? import('./words.zh.ts') : Promise.resolve(english);
}
