import type { Hit } from '../../../view/hit.ts';
import { hueOfValue, OTHER_HUE } from '../../../view/overlays/colouring.ts';
import type { Colouring } from '../../../view/overlays/colouring.ts';
import type { Overlays } from '../../../view/overlays/overlays.ts';
import type { Packet, readPackets } from '../../../view/overlays/packets.ts';
import type { bundle, Bundle } from '../../../view/overlays/services.ts';
import type { Hues } from '../../../view/scene/hues.ts';
import type { Scene } from '../../../view/scene/scene.ts';
import type { FrameSource } from '../../../view/source.ts';
import type { StageWords } from '../words.ts';
import type { Atlas } from './atlas.ts';
import type { Layer, View } from './layer.ts';
import type { Lettering } from './lettering.ts';
import type { Palette } from './palette.ts';

/** What all painters are given. Painters read; none of them writes. */
export interface Painting {
  readonly scene: Scene;
  readonly source: FrameSource;
  readonly view: View;
  readonly palette: Palette;
  readonly lettering: Lettering;
  /** Undefined where each tile is to be drawn by itself. */
  readonly atlas: Atlas | undefined;
  readonly words: StageWords;
  readonly overlays: Overlays;
  readonly colouring: Colouring;
  readonly hues: Hues;
  /** 1 for entities that a search has found: the others step back. */
  readonly lit: Uint8Array | undefined;
  /** What is small is written as pixels; until the painter for that has arrived it is drawn like everything else. */
  readonly written: boolean;
  readonly serviceColours: Colouring;
  readonly bundles: readonly Bundle[];
  /** The animation clock. */
  readonly time: number;
  readonly selected: Hit | undefined;
  readonly hovered: Hit | undefined;
  /** What the keyboard stands on, while the stage has the focus. */
  readonly focused: Hit | undefined;
}

/** The overlay of Services, fetched when it is first shown. */
export interface ServicePainter {
  readonly paintTrunks: Paint;
  readonly paintQuay: Paint;
  readonly paintBranches: Paint;
  readonly paintFeet: Paint;
  readonly paintPackets: (layer: Layer, painting: Painting, packets: readonly Packet[]) => void;
  readonly bundle: typeof bundle;
  readonly readPackets: typeof readPackets;
}

type Paint = (layer: Layer, painting: Painting) => void;

/** How full a starting tile is: fast at first, never quite full before it runs. */
export function startLevel(painting: Painting, row: number): number {
  const frame = painting.scene.frame;
  if (frame === undefined) return 0;
  const seconds = Math.max(0, frame.now - (frame.podSince[row] ?? 0)) / 1000;
  return 0.12 + 0.78 * (1 - Math.exp(-seconds / 6));
}

export function colourOfService(painting: Painting, row: number): string {
  const name = painting.scene.frame?.serviceName[row] ?? 0;
  const hue = hueOfValue(painting.serviceColours, name);
  return painting.palette.hues[hue]?.edge ?? painting.palette.hues[OTHER_HUE]?.edge ?? painting.palette.tokens.ink3;
}
