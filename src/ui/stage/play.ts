/** A decision of the scheduler, played over the cards while somebody reads about it. */
import type { Painting } from './paint/context.ts';
import { paintFunnel } from './paint/funnel.ts';
import { isCalm } from './show.ts';
import type { Play, Show } from './show.ts';

/** It goes by the browser's clock, since the cluster may stand still. */
export function createPlay(): Play {
  let key = '';
  let since = 0;
  return ({ props, layers }: Show, painting: Painting, now: number) => {
    const { funnel } = props;
    // Where pods stand together by anything else, cards are no nodes.
    if (funnel === undefined || props.overlays.arrange.by !== 'node') {
      key = '';
      return false;
    }
    if (key !== funnel.key) since = now;
    key = funnel.key;
    paintFunnel(layers.life, painting, funnel, isCalm() ? Number.POSITIVE_INFINITY : now - since);
    return !isCalm() && now - since < funnel.lastsMs;
  };
}
