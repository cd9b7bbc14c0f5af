import { PodLook } from '../../../view/frame.ts';
import { NO_HUE, OTHER_HUE } from '../../../view/overlays/colouring.ts';
import type { Tokens } from '../../design/tokens.ts';

/** Colours of one tile: the edge says what it is, the tint fills it and carries text, the solid fills it where it is small. */
export interface Shade {
  readonly edge: string;
  readonly tint: string;
  readonly solid: string;
  /** Of a tile that is coloured by something else than its look: which texture goes with the colour. */
  readonly hue?: number;
}

export interface Palette {
  readonly tokens: Tokens;
  /** By look. */
  readonly looks: readonly Shade[];
  /** By hue, then that of `OTHER_HUE`, then that of `NO_HUE`. */
  readonly hues: readonly Shade[];
  /** Word colours of looks, for statuses. */
  readonly words: readonly string[];
  readonly font: string;
  /** Tells hues apart without colour; undefined until it was needed and has arrived. */
  readonly texture?: Texture | undefined;
}

export type Texture = (pen: CanvasRenderingContext2D, hue: number, colour: string, width: number, height: number) => void;

export function createPalette(tokens: Tokens): Palette {
  const share = tokens.theme === 'night' ? 0.42 : 0.34;
  const shade = (edge: string): Shade => ({ edge, tint: mix(edge, tokens.surface, share), solid: edge });
  const looks: Shade[] = [];
  const words: string[] = [];
  const look = (of: number, edge: string, word: string): void => {
    looks[of] = shade(edge);
    words[of] = word;
  };
  look(PodLook.pending, tokens.lineStrong, tokens.ink3);
  look(PodLook.starting, tokens.infoFill, tokens.info);
  look(PodLook.unready, tokens.okFill, tokens.ink2);
  look(PodLook.ready, tokens.okFill, tokens.ok);
  // What is well steps back when there are thousands of it.
  looks[PodLook.ready] = { ...shade(tokens.okFill), solid: mix(tokens.okFill, tokens.surface, 0.78) };
  look(PodLook.failing, tokens.badFill, tokens.bad);
  look(PodLook.failed, tokens.badFill, tokens.bad);
  look(PodLook.succeeded, tokens.idleFill, tokens.ink2);
  look(PodLook.terminating, tokens.lineStrong, tokens.ink3);
  look(PodLook.unknown, tokens.idleFill, tokens.ink3);
  const hues = [...tokens.hues, tokens.idleFill, tokens.line].map((edge, hue) => ({ ...shade(edge), hue }));
  return { tokens, looks, hues, words, font: tokens.font };
}

/** The shade of a tile: by its look, or by hue where colour tells something else and the shape alone tells the look. */
export function shadeOf(palette: Palette, look: number, hue: number | undefined): Shade {
  const byLook = palette.looks[look] ?? EMPTY;
  if (hue === undefined || KEEPS_ITS_OWN.has(look)) return byLook;
  return palette.hues[hue === NO_HUE ? OTHER_HUE + 1 : hue] ?? byLook;
}

/** What needs attention, or has no life, is not coloured over. */
const KEEPS_ITS_OWN: ReadonlySet<number> = new Set([PodLook.failing, PodLook.failed, PodLook.unknown]);
const EMPTY: Shade = { edge: '#888888', tint: '#888888', solid: '#888888' };

export function mix(colour: string, ground: string, share: number): string {
  const channels = [1, 3, 5].map((at) => {
    const value = channel(colour, at) * share + channel(ground, at) * (1 - share);
    return Math.round(value).toString(16).padStart(2, '0');
  });
  return `#${channels.join('')}`;
}

function channel(colour: string, at: number): number {
  return Number.parseInt(colour.slice(at, at + 2), 16);
}
