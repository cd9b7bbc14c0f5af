import type { Ask } from '../ask.ts';
import { touch } from '../show.ts';
import type { Show } from '../show.ts';

/** Something of the cluster that is not in the frames, asked for again whenever it may have changed. */
export interface Following<Answer> {
  /** To be called with each frame, and when what is asked about may be another. */
  readonly look: () => void;
  /** The latest answer to the question as it stands; undefined until there is one. */
  readonly answer: () => Answer | undefined;
  readonly stop: () => void;
}

/**
 * One question at a time, at most every so many milliseconds, and the longer an answer takes the more seldom. `about` says what is
 * asked about; '' for nothing just now. Answers to another question are not shown.
 */
export function follow<Answer>(
  show: Show,
  about: () => string,
  load: (ask: Ask, about: string) => Promise<Answer>,
  everyMs = 400,
): Following<Answer> {
  let held: { readonly about: string; readonly answer: Answer } | undefined;
  let sign = '';
  let askedAt = -Infinity;
  let busy = false;
  let tookMs = 0;
  let timer = 0;
  let stopped = false;
  const look = (): void => {
    const { ask } = show.props;
    const now = about();
    const next = `${now} ${show.props.source.latest()?.revision ?? -1}`;
    if (ask === undefined || now === '' || busy || stopped || next === sign) return;
    const wait = askedAt + Math.max(everyMs, RESTS * tookMs) - performance.now();
    if (wait > 0) {
      timer ||= window.setTimeout(() => {
        timer = 0;
        look();
      }, wait);
      return;
    }
    sign = next;
    askedAt = performance.now();
    busy = true;
    load(ask, now)
      .then((answer) => {
        held = { about: now, answer };
        tookMs = performance.now() - askedAt;
        busy = false;
        if (!stopped) touch(show, 'still');
        look();
      })
      .catch(() => {
        // The worker may have been replaced: the next frame asks again.
        busy = false;
        sign = '';
      });
  };
  return {
    look,
    answer: () => (held !== undefined && held.about === about() ? held.answer : undefined),
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** An answer takes at most this part of the cluster's time. */
const RESTS = 8;

/** Lists all objects of a kind. */
export async function listAll<Kind>(ask: Ask, group: string, resource: string): Promise<readonly Kind[]> {
  const { code, body } = await ask({ type: 'api', request: { verb: 'list', group, resource } });
  if (code >= 400 || !('items' in body)) throw new Error(`cannot list ${resource}`);
  return body.items as unknown as readonly Kind[];
}

/** `namespace/name` of the pod that is pointed at, has the keyboard, or is selected; '' for none. */
export function keyInHand(show: Show): string {
  const { frame } = show.scene;
  const { source } = show.props;
  const row = rowInHand(show);
  return row < 0 || frame === undefined ? '' : `${source.string(frame.podNamespace[row] ?? 0)}/${source.string(frame.podName[row] ?? 0)}`;
}

/** Its row, or -1. */
export function rowInHand({ hovered, focused, selected }: Show): number {
  return [hovered, focused?.hit, selected?.hit].find((one) => one?.on === 'pod')?.row ?? -1;
}
