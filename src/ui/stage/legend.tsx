import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ReactNode, RefObject } from 'react';
import { PodLook } from '../../view/frame.ts';
import { NO_HUE, OTHER_HUE } from '../../view/overlays/colouring.ts';
import { countLooks, legendOf } from '../../view/overlays/legend.ts';
import type { Colouring } from '../../view/overlays/colouring.ts';
import type { FrameSource } from '../../view/source.ts';
import { readTokens, watchTokens } from '../design/tokens.ts';
import { createLayer, sizeLayer, wipe } from './paint/layer.ts';
import { createPalette, shadeOf } from './paint/palette.ts';
import { paintTexture } from './paint/textures.ts';
import { drawTile } from './paint/tile.ts';
import { reserve } from './show.ts';
import styles from './stage.module.css';
import type { Theatre } from './theatre.ts';
import { type Language, language } from './tools/words.ts';
import type { StageWords } from './words.ts';

const EVERY_MS = 500;

interface LegendProps {
  readonly source: FrameSource;
  readonly words: StageWords;
  readonly colouring: Colouring;
  readonly theatre: Theatre | null;
}

interface Entry {
  readonly name: string;
  readonly count: number;
  /** A hue, or a look when colours tell the state. */
  readonly sign: { readonly hue: number } | { readonly look: number };
}

/** What shapes and hues stand for: only those that are to be seen just now. */
export default function Legend({ source, words, colouring, theatre }: LegendProps): ReactNode {
  const entries = useEntries(source, words, colouring);
  const list = useRef<HTMLUListElement>(null);
  useReserve(theatre, list);
  return (
    <ul ref={list} className={styles['legend']} data-testid="legend">
      {entries.map(({ name, count, sign }) => (
        <li key={name} className={styles['entry']}>
          {'hue' in sign ? <TileSign look={PodLook.ready} hue={sign.hue} /> : <TileSign look={sign.look} />}
          {name}
          <span className={styles['count']}>{count}</span>
        </li>
      ))}
    </ul>
  );
}

/**
 * The picture makes room for this legend and the one that stands above it; what the pod in hand adds to that for a moment lies over
 * the picture, so that nothing moves under the pointer.
 */
function useReserve(theatre: Theatre | null, list: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const legends = list.current?.parentElement;
    if (theatre === null || !legends) return undefined;
    const { show } = theatre;
    const look = (): void => {
      if (show.hovered === undefined && show.focused === undefined) reserve(show, Math.max(0, legends.offsetHeight - ONE_ROW));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(legends);
    // What grew while something was in hand may have come to stay.
    const timer = setInterval(look, EVERY_MS);
    return () => {
      observer.disconnect();
      clearInterval(timer);
      reserve(show, 0);
    };
  }, [theatre, list]);
}

/** For which there is room in any case. */
const ONE_ROW = 38;

function useEntries(source: FrameSource, words: StageWords, colouring: Colouring): readonly Entry[] {
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined = setTimeout(read);
    function read(): void {
      timer = undefined;
      setEntries(entriesOf(source, words, colouring));
    }
    const unsubscribe = source.subscribe(() => {
      timer ??= setTimeout(read, EVERY_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [source, words, colouring]);
  return entries;
}

function entriesOf(source: FrameSource, words: StageWords, colouring: Colouring): readonly Entry[] {
  const frame = source.latest();
  if (frame === undefined) return [];
  if (colouring.by.by !== 'state') {
    return legendOf(colouring, frame, source).map(({ hue, value, count }) => ({
      name: hue === NO_HUE ? words.without : hue === OTHER_HUE ? words.others : inWords(value, colouring),
      count,
      sign: { hue },
    }));
  }
  const counts = countLooks(frame);
  const looks = Object.keys(PodLook) as (keyof typeof PodLook)[];
  return looks
    .map((name) => ({ name: words.looks[name], count: counts[PodLook[name]] ?? 0, sign: { look: PodLook[name] } }))
    .filter(({ count }) => count > 0);
}

/** Steps of use: of what they are parts, and those that are no numbers. */
function inWords(value: string, { by }: Colouring): string {
  if (by.by !== 'cpu' && by.by !== 'memory') return value;
  const words = USE[language()];
  return words[value] ?? `${words['before'] ?? ''}${value}${words['after'] ?? ''}`;
}

const USE: { readonly [Spoken in Language]: { readonly [step: string]: string } } = {
  en: { after: ' of request', noRequest: 'no request', notMeasured: 'not measured' },
  zh: { before: '请求的 ', noRequest: '无请求', notMeasured: '未测量' },
};

/** The tile of a look, drawn as on the stage; in a hue where colour tells something else. */
export function TileSign({ look, hue }: { readonly look: number; readonly hue?: number }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = (): void => {
      if (canvas.current !== null) drawSign(canvas.current, look, hue);
    };
    draw();
    return watchTokens(draw);
  }, [look, hue]);
  return <canvas ref={canvas} className={styles['sign']} aria-hidden="true" />;
}

const SIGN = { width: 28, height: 16, level: 0.6 };

function drawSign(canvas: HTMLCanvasElement, look: number, hue: number | undefined): void {
  const layer = createLayer(canvas);
  const palette = { ...createPalette(readTokens()), texture: paintTexture };
  sizeLayer(layer, SIGN.width, SIGN.height, devicePixelRatio);
  wipe(layer);
  drawTile(layer.pen, palette, look, shadeOf(palette, look, hue), SIGN);
}
