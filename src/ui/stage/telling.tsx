import { useEffect } from 'react';
import type { ToldBeat } from '../../protocol/story.ts';
import { placeOf } from './attention.ts';
import type { Extra } from './extra.ts';
import { lightBy } from './tools/lit.ts';
import { type Cast, TELLING_MS, castOf, paintCast } from './paint/telling.ts';
import { isCalm, touch } from './show.ts';
import type { Theatre } from './theatre.ts';

/** A beat of a story, played over the picture; what came only later steps back meanwhile. It goes by the browser's clock, since the cluster's stands. */
export default function Telling({ theatre, beat }: { readonly theatre: Theatre; readonly beat: ToldBeat }): null {
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
    const ahead = new Set(beat.ahead);
    // What a search has found stays lit.
    const light =
      ahead.size === 0 || show.lit !== undefined
        ? undefined
        : lightBy(show, (row) => !ahead.has(show.props.source.string(show.scene.frame?.podUid[row] ?? 0)));
    return () => {
      light?.stop();
      show.extras.delete(extra);
      touch(show);
    };
  }, [theatre, beat]);
  return null;
}

function eased(share: number): number {
  return share * share * (3 - 2 * share);
}
