import { type ComponentType, type ReactElement, useCallback, useEffect, useRef, useState } from 'react';
import { useEngine } from '../engine/react.tsx';
import type { Engine } from '../engine/engine.ts';
import { useMedia } from '../parts/use-media.ts';
import { usePreferences } from '../state/preferences.ts';
import type MonacoView from './monaco/monaco-view.tsx';
import { PlainView } from './plain-view.tsx';
import type { TextViewHandle, TextViewProps } from './text-view.ts';

type Loaded = ComponentType<Parameters<typeof MonacoView>[0]>;

const START = { offset: 0, focused: false, scrollTop: 0 };

/**
 * The text can be read and typed at once in a plain field; Monaco takes its place, cursor and all, when it has been loaded,
 * which begins only when the cluster is on the screen.
 */
export function TextEditor(props: TextViewProps): ReactElement {
  const engine = useEngine();
  const coarse = useMedia('(max-width: 760px), (pointer: coarse)');
  const [Monaco, setMonaco] = useState<Loaded>();
  const [from, setFrom] = useState(START);
  const { onHandle } = props;
  const handle = useRef<TextViewHandle>(null);
  const keep = useCallback(
    (given: TextViewHandle | null) => {
      handle.current = given;
      onHandle(given);
    },
    [onHandle],
  );
  useEffect(() => {
    if (coarse) return undefined;
    return afterFirstPicture(engine, () => {
      loadMonaco().then(
        (view) => {
          setFrom(handle.current?.state() ?? START);
          setMonaco(() => view);
        },
        // The plain editor stays; it can do all that matters.
        () => undefined,
      );
    });
  }, [engine, coarse]);
  return Monaco && !coarse ? <Monaco {...props} onHandle={keep} from={from} /> : <PlainView {...props} onHandle={keep} />;
}

/** Monaco reads its language before anything else of it is loaded, and keeps it until the page is opened anew. */
async function loadMonaco(): Promise<Loaded> {
  if (usePreferences.getState().language === 'zh') await import('monaco-editor/nls/lang/zh-cn');
  return (await import('./monaco/monaco-view.tsx')).default;
}

const PATIENCE_MS = 3_000;

function afterFirstPicture(engine: Engine, then: () => void): () => void {
  let begun = false;
  const begin = (): void => {
    if (begun) return;
    begun = true;
    stop();
    clearTimeout(timer);
    if ('requestIdleCallback' in globalThis) requestIdleCallback(then, { timeout: 1_000 });
    else setTimeout(then, 200);
  };
  const stop = engine.frames.subscribe(() => engine.frames.latest() && begin());
  const timer = setTimeout(begin, PATIENCE_MS);
  if (engine.frames.latest()) begin();
  return () => {
    begun = true;
    stop();
    clearTimeout(timer);
  };
}
