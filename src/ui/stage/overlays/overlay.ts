import type { Extra } from '../extra.ts';
import type { Show } from '../show.ts';
import type { Language } from '../tools/words.ts';

/**
 * Something that can be laid over the picture, beside others: a file of its own and a line in the registry. It brings its words along,
 * because it comes late.
 */
export interface Overlay {
  readonly id: string;
  readonly words: { readonly [Spoken in Language]: OverlayWords };
  /** Begins; what it hands back hears of frames and paints until it is taken away. */
  readonly start: (show: Show, language: Language, parameter: string) => RunningOverlay;
}

export interface OverlayWords {
  readonly title: string;
  /** What it shows, in one line. */
  readonly help: string;
  /** What has to be said for it: the name of a field and an example. */
  readonly parameter?: { readonly label: string; readonly example: string };
}

export interface RunningOverlay extends Extra {
  /** What its signs stand for, with numbers of the moment. */
  readonly legend: () => readonly OverlaySign[];
  /** When it is taken away. */
  readonly stop?: () => void;
}

export interface OverlaySign {
  readonly text: string;
  /** Draws the sign into a box of so many pixels; none for a line of text. */
  readonly draw?: (pen: CanvasRenderingContext2D, size: number) => void;
}
