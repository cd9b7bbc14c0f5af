import { useEffect, useMemo, useRef } from 'react';
import type { ReactNode } from 'react';
import type { ApiRequest } from '../../../api/request.ts';
import { columnFilm } from '../../../view/testing/columns.ts';
import { freshBoot } from '../../actions/new-cluster.ts';
import { Engine } from '../../engine/engine.ts';
import { createFrameStore } from '../../engine/frame-store.ts';
import { openWorker, pageHost } from '../../engine/link.ts';
import type { StageHandle } from '../props.ts';
import { Stage } from '../stage.tsx';
import { answersFor } from './answers.ts';
import { watchFrames } from './frame-times.ts';
import type { Reading } from './frame-times.ts';
import styles from './gallery.module.css';
import { galleryWords } from './words.ts';
import { SvgMarks, sceneGraph } from './yardsticks.tsx';
import type { Yardstick } from './yardsticks.tsx';

/**
 * A page for `npm run bench -- --only frames`: `?gallery=measure&as=stage&nodes=5000&pods=150000`. What can be measured hangs on
 * `globalThis.measured`, by name; frames reach the stage through the page's own store of frames.
 */
type Act = (frames: number) => Promise<Reading>;

const times = watchFrames();
const OVERLAYS = { colour: { by: 'state' }, arrange: { by: 'node' }, services: false, owners: true, others: [] } as const;
const CLOCK = { playing: true, speed: 1 };

export default function Measure(): ReactNode {
  const { nodes, pods, as, others } = Object.fromEntries(new URLSearchParams(location.search));
  if (as === 'svg') return <SvgMarks count={Number(pods)} ready={offer} />;
  if (as === 'scene-graph') return <canvas ref={(canvas) => (canvas === null ? undefined : offer(sceneGraph(canvas, Number(pods))))} />;
  if (as === 'engine') return <LiveStage />;
  return <MeasuredStage nodes={Number(nodes)} pods={Number(pods)} others={others ?? ''} />;
}

/** A yardstick moves everything in every frame. */
function offer(yardstick: Yardstick): void {
  publish({ animated: (frames) => times.run(frames, (beat) => times.timed(() => yardstick.show(beat))) });
}

function publish(acts: { readonly [name: string]: Act }): void {
  Object.assign(globalThis, { measured: acts });
}

interface MeasuredProps {
  readonly nodes: number;
  readonly pods: number;
  /** Overlays that are on, joined by semicolons. */
  readonly others: string;
}

function MeasuredStage({ nodes, pods, others }: MeasuredProps): ReactNode {
  const place = useRef<HTMLElement>(null);
  const { frames, film } = useMemo(() => ({ frames: createFrameStore(), film: columnFilm(nodes, pods) }), [nodes, pods]);
  const overlays = useMemo(() => ({ ...OVERLAYS, others: others === '' ? [] : others.split(';') }), [others]);
  const ask = useMemo(() => answersFor(frames), [frames]);
  useEffect(() => {
    const stage = (): HTMLElement => place.current?.querySelector<HTMLElement>('[data-testid=stage]') ?? document.body;
    frames.publish(film.first());
    const tell = (change: (frame: number) => Parameters<typeof frames.publish>[0]) => (count: number) =>
      times.run(count, (frame) => {
        const update = change(frame);
        times.timed(() => frames.publish(update));
      });
    publish({
      rest: (count) => times.run(count, () => undefined),
      panned: (count) => panned(stage(), count),
      zoomed: (count) => zoomed(stage(), count),
      changing: tell(() => film.change(33)),
      animated: tell((frame) => (frame % 6 === 0 ? film.move(20) : film.change(5))),
    });
  }, [frames, film]);
  return (
    <main className={styles['gallery']} ref={place}>
      <Stage
        source={frames}
        words={galleryWords}
        clock={CLOCK}
        overlays={overlays}
        ask={ask}
        selection={undefined}
        onSelect={() => undefined}
        onContextMenu={() => undefined}
      />
    </main>
  );
}

/** A cluster in its worker: how many frames pass from the answer to a write until its mark is painted. */
function LiveStage(): ReactNode {
  const engine = useMemo(() => new Engine(openWorker, pageHost, () => freshBoot('demo')), []);
  const handle = useRef<StageHandle | null>(null);
  useEffect(() => {
    void engine.boot(freshBoot('demo')).then(() => publish({ latency: (count) => latency(engine, handle, count) }));
  }, [engine]);
  return (
    <main className={styles['gallery']}>
      <Stage
        source={engine.frames}
        words={galleryWords}
        clock={CLOCK}
        overlays={OVERLAYS}
        selection={undefined}
        handle={handle}
        onSelect={() => undefined}
        onContextMenu={() => undefined}
      />
    </main>
  );
}

/** `script` holds frames here. */
async function latency(engine: Engine, handle: { readonly current: StageHandle | null }, count: number): Promise<Reading> {
  const script: number[] = [];
  const began = performance.now();
  for (let turn = 0; turn < count; turn++) {
    const { body } = await engine.request({ type: 'api', request: cordon(turn % 2 === 0) });
    const revision = Number((body as { metadata?: { resourceVersion?: string } }).metadata?.resourceVersion);
    let frames = 0;
    while ((handle.current?.shownRevision() ?? -1) < revision) {
      frames += 1;
      await new Promise(requestAnimationFrame);
    }
    script.push(frames);
  }
  return { script, fps: (1000 * count) / (performance.now() - began) };
}

function cordon(unschedulable: boolean): ApiRequest {
  return {
    verb: 'patch',
    group: '',
    resource: 'nodes',
    namespace: '',
    name: 'node-1',
    patchType: 'merge',
    body: { spec: { unschedulable } },
  };
}

const MIDDLE = { clientX: 500, clientY: 320, view: globalThis.window, bubbles: true, cancelable: true };

async function panned(stage: HTMLElement, count: number): Promise<Reading> {
  stage.dispatchEvent(new MouseEvent('mousedown', MIDDLE));
  const reading = await times.run(count, (frame) => {
    const clientX = MIDDLE.clientX + 90 * Math.sin(frame / 10);
    const moved = new MouseEvent('mousemove', { ...MIDDLE, clientX, clientY: MIDDLE.clientY + frame / 2 });
    times.timed(() => globalThis.window.dispatchEvent(moved));
  });
  globalThis.window.dispatchEvent(new MouseEvent('mouseup', MIDDLE));
  return reading;
}

/** All the way in, and out again. */
function zoomed(stage: HTMLElement, count: number): Promise<Reading> {
  return times.run(count, (frame) => {
    const wheel = new WheelEvent('wheel', { ...MIDDLE, deltaY: frame < count / 2 ? -28 : 28 });
    times.timed(() => stage.dispatchEvent(wheel));
  });
}
