/** A decision of the scheduler, played over the cards while somebody reads about it. */
import type { Painting } from './paint/context.ts';
import { isCalm, touch } from './show.ts';
import type { Show } from './show.ts';

/** It goes by the browser's clock, since the cluster may stand still. */
export function playFunnel(show: Show, painting: Painting, now: number): void {
  const { play, props, layers } = show;
  const { funnel } = props;
  // Where pods stand together by anything else, cards are no nodes.
  if (funnel === undefined || props.overlays.arrange.by !== 'node') {
    play.key = '';
    return;
  }
  if (play.painter === undefined) {
    fetchPainter(show);
    return;
  }
  if (play.key !== funnel.key) {
    play.key = funnel.key;
    play.since = now;
  }
  play.painter.paintFunnel(layers.life, painting, funnel, isCalm() ? Number.POSITIVE_INFINITY : now - play.since);
}

/** Whether there is more of it to see. */
export function isOnStage({ play, props: { funnel } }: Show, now: number): boolean {
  return funnel !== undefined && play.key === funnel.key && !isCalm() && now - play.since < funnel.lastsMs;
}

/** Should it not arrive, the next paint asks again. */
function fetchPainter(show: Show): void {
  import('./paint/funnel.ts')
    .then((painter) => {
      show.play.painter = painter;
      touch(show);
    })
    .catch(() => undefined);
}
