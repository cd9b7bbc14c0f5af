import { type ReactElement, type ReactNode, Suspense, lazy, useCallback, useMemo, useRef } from 'react';
import type { Frame } from '../protocol/frame.ts';
import type { Item } from '../view/item.ts';
import { podNamed } from '../view/named.ts';
import css from './app.module.css';
import type { FrameStore } from './engine/frame-store.ts';
import { useEngine, useEngineState, useFrameValue } from './engine/react.tsx';
import { useT } from './messages/language.ts';
import { stageWords } from './messages/stage-words.ts';
import type { Ask } from './stage/ask.ts';
import type { StageHandle } from './stage/props.ts';
import { Stage } from './stage/stage.tsx';
import { openMenu } from './state/floating.ts';
import { useFollow } from './state/follow.ts';
import { useFunnel } from './state/funnel.ts';
import { toggleHall, useHall } from './state/hall.ts';
import { useOverlays } from './state/overlays.ts';
import { usePreferences } from './state/preferences.ts';
import { type Target, select, useSelection } from './state/selection.ts';

const Hall = lazy(() => import('./hall/hall.tsx'));
const Toasts = lazy(() => import('./toasts/toasts.tsx'));

/** Puts the stage into the page: the engine's frames in, what a person points at out. */
export function StagePlace({ children }: { readonly children: ReactNode }): ReactElement {
  const engine = useEngine();
  const { frames } = engine;
  const ask = useCallback<Ask>((body) => engine.request(body), [engine]);
  const t = useT();
  const words = useMemo(() => stageWords(t), [t]);
  const playing = useEngineState((state) => state.playing);
  const speed = useEngineState((state) => state.speed);
  const clock = useMemo(() => ({ playing, speed }), [playing, speed]);
  const overlays = useOverlays();
  const selection = useSelectedItem();
  const funnel = useFunnel((state) => state.funnel);
  const telling = useFollow((state) => state.beat);
  const quiet = usePreferences((state) => state.quiet);
  const hall = useHall();
  const handle = useRef<StageHandle | null>(null);
  return (
    <main id="stage" className={css.stage} tabIndex={-1} aria-label={t('stage.label')}>
      <Suspense fallback={null}>
        <Stage
          source={frames}
          words={words}
          clock={clock}
          overlays={overlays}
          onOverlays={useOverlays.setState}
          ask={ask}
          selection={selection}
          funnel={funnel}
          telling={telling}
          quiet={quiet}
          handle={handle}
          onControlPlane={toggleHall}
          covered={hall.entered}
          onSelect={(item) => select(item && targetOf(item))}
          onContextMenu={(item, at) => openMenu(item && targetOf(item), at)}
        />
      </Suspense>
      <Suspense fallback={null}>
        {hall.open ? <Hall /> : null}
        <Toasts />
      </Suspense>
      {children}
    </main>
  );
}

function useSelectedItem(): Item | undefined {
  const selected = useSelection((state) => state.selected);
  const derive = useCallback((frame: Frame | undefined, frames: FrameStore) => itemOf(selected, frame, frames), [selected]);
  return useFrameValue(derive, sameShown);
}

function itemOf(target: Target | undefined, frame: Frame | undefined, frames: FrameStore): Item | undefined {
  if (!target) return undefined;
  const { kind, namespace, name } = target;
  switch (kind) {
    case 'Node':
    case 'Station':
      return { kind, name };
    case 'Service':
      return { kind, namespace, name };
    case 'Pod': {
      const row = frame ? podNamed(frame, frames, namespace, name) : -1;
      return row < 0 ? undefined : { kind, namespace, name, uid: frames.string(frame?.podUid[row] ?? -1) };
    }
    default:
      return undefined;
  }
}

function targetOf(item: Item): Target {
  return { kind: item.kind, namespace: 'namespace' in item ? item.namespace : '', name: item.name };
}

function sameShown(a: Item | undefined, b: Item | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
