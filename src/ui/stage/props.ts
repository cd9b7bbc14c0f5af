import type { ToldBeat } from '../../protocol/story.ts';
import type { Item } from '../../view/item.ts';
import type { Funnel } from '../../view/overlays/funnel.ts';
import type { Overlays } from '../../view/overlays/overlays.ts';
import type { FrameSource } from '../../view/source.ts';
import type { Ask } from './ask.ts';
import type { StageWords } from './words.ts';

export interface StageProps {
  readonly source: FrameSource;
  readonly words: StageWords;
  /** Flights shorten with speed and stop at once when paused. */
  readonly clock: StageClock;
  readonly overlays: Overlays;
  /** Something else was chosen in the stage's own tools. */
  readonly onOverlays?: (change: Partial<Overlays>) => void;
  /** Asks the cluster for what frames do not tell; overlays that need it say so where nobody answers. */
  readonly ask?: Ask | undefined;
  readonly selection: Item | undefined;
  /** A decision of the scheduler that is played over the cards. */
  readonly funnel?: Funnel | undefined;
  /** A beat of a story that is told just now. */
  readonly telling?: ToldBeat | undefined;
  /** What happens is not told to screen readers. */
  readonly quiet?: boolean;
  /** Click, or Enter on the focused thing; undefined for the empty ground and Escape. */
  readonly onSelect: (item: Item | undefined) => void;
  /** Right click, or the menu key; page coordinates. */
  readonly onContextMenu: (item: Item | undefined, at: { readonly x: number; readonly y: number }) => void;
  /** One wants to go to the control plane. */
  readonly onControlPlane?: () => void;
  /** Something lies over the picture: the keyboard does not reach what can't be seen. */
  readonly covered?: boolean;
  /** Filled while mounted, for commands and shortcuts outside. */
  readonly handle?: { current: StageHandle | null };
}

export interface StageClock {
  readonly playing: boolean;
  readonly speed: number;
}

export interface StageHandle {
  readonly fit: () => void;
  readonly zoomBy: (factor: number) => void;
  /** Moves the view, if need be, so that the thing can be seen. */
  readonly reveal: (item: Item) => void;
  readonly focus: () => void;
  /** Revision of the frame that was painted last, -1 for none. */
  readonly shownRevision: () => number;
}
