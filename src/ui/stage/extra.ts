import type { Layer } from './paint/layer.ts';
import type { Painting } from './paint/context.ts';
import type { Show } from './show.ts';

/** A part of the stage that comes when it is first used: it hears of frames, and paints over what is there. */
export interface Extra {
  /** After the scene was brought to a frame. */
  readonly frame?: (show: Show) => void;
  /** Over the tiles, whenever these are painted. */
  readonly still?: (layer: Layer, painting: Painting) => void;
  /** Whenever anything moves or follows the pointer. */
  readonly life?: (layer: Layer, painting: Painting) => void;
}
