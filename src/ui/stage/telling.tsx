import { useEffect } from 'react';
import type { StoryBeat } from '../../protocol/story.ts';
import { placeOf } from './attention.ts';
import type { Extra } from './extra.ts';
import { type Cast, TELLING_MS, castOf, paintCast } from './paint/telling.ts';
import { isCalm, touch } from './show.ts';
import type { Theatre } from './theatre.ts';

/** A beat of a story, played over the picture. It goes by the browser's clock, since the cluster's stands. */
export default function Telling({ theatre, beat }: { readonly theatre: Theatre; readonly beat: StoryBeat }): null {
  useEffect(() => {
    const { show } = theatre;
    const began = performance.now();
    let cast: Cast | undefined;
    const recast = (): void => {
      const { frame } = show.scene;
      cast = frame && castOf(beat, frame, show.props.source);
    };
    const extra: Extra = {
      frame: recast,
      life(layer, painting) {
        if (cast === undefined) return;
        const share = isCalm() ? 1 : Math.min(1, (performance.now() - began) / TELLING_MS);
        paintCast(layer, painting, cast, (hit) => placeOf(show, hit), eased(share));
        if (share < 1) touch(show);
      },
    };
    show.extras.add(extra);
    recast();
    touch(show);
    return () => {
      show.extras.delete(extra);
      touch(show);
    };
  }, [theatre, beat]);
  return null;
}

function eased(share: number): number {
  return share * share * (3 - 2 * share);
}
