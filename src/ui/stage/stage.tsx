import { Suspense, lazy, useCallback, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, ReactNode, RefObject, SyntheticEvent } from 'react';
import { flushSync } from 'react-dom';
import { colourKey, colourOf, createColouring } from '../../view/overlays/colouring.ts';
import type { Colouring } from '../../view/overlays/colouring.ts';
import { Buttons } from './buttons.tsx';
import type { onKey } from './keys.ts';
import type { StageHandle, StageProps } from './props.ts';
import type { Audience, PlacedPeek } from './show.ts';
import styles from './stage.module.css';
import { createTheatre } from './theatre.ts';
import type { Theatre } from './theatre.ts';
import type { Tool } from './tools/tools.tsx';

const PeekCard = lazy(() => import('./peek.tsx'));
const Legend = lazy(() => import('./legend.tsx'));
const Tools = lazy(() => import('./tools/tools.tsx'));
const RunningOverlays = lazy(() => import('./overlays/running.tsx'));
const Table = lazy(() => import('./table/table.tsx'));
const News = lazy(() => import('./news.tsx'));
const Telling = lazy(() => import('./telling.tsx'));
const Bearings = lazy(() => import('./tools/bearings.tsx'));

/** The picture of the cluster. React holds the frame around it; what moves is painted by the theatre. */
export function Stage(props: StageProps): ReactNode {
  const root = useRef<HTMLDivElement>(null);
  const [peek, setPeek] = useState<PlacedPeek>();
  const [spoken, setSpoken] = useState('');
  const key = colourKey(props.overlays.colour);
  const colouring = useMemo(() => createColouring(colourOf(key)), [key]);
  const [tool, setTool] = useState<Tool>();
  const [deep, setDeep] = useState(false);
  const audience = useMemo(() => ({ peek: setPeek, speak: setSpoken, deep: setDeep }), []);
  const [ready, setReady] = useState<Theatre | null>(null);
  const theatre = useTheatre(root, props, colouring, audience, setReady);
  const close = useCallback(() => {
    // What is inert takes no focus: it has to be the stage again first.
    flushSync(() => setTool(undefined));
    root.current?.focus();
  }, []);
  const help = useId();
  const { words } = props;
  return (
    <>
      <div
        ref={root}
        inert={tool === 'table' || props.covered}
        className={styles['stage']}
        role="application"
        aria-label={words.stage}
        aria-describedby={help}
        tabIndex={0}
        data-testid="stage"
        onPointerMove={(event) => onPointer(theatre.current, event)}
        onPointerLeave={() => theatre.current?.point(undefined)}
        onPointerDown={() => theatre.current?.blur()}
        onBlur={({ target, currentTarget }) => target === currentTarget && theatre.current?.blur()}
        onFocus={({ currentTarget }) => {
          void loadKeys();
          if (currentTarget.matches(':focus-visible')) theatre.current?.back();
        }}
        onClick={(event) => onClick(theatre.current, props, event)}
        onDoubleClick={() => theatre.current?.fit()}
        onContextMenu={(event) => onMenu(theatre.current, props, event)}
        onKeyDown={(event) => onKeyDown(theatre.current, props, event, setTool)}
      >
        <canvas className={styles['layer']} aria-hidden="true" />
        <canvas className={styles['marks']} aria-hidden="true" />
        <canvas className={styles['layer']} aria-hidden="true" />
        <canvas className={styles['layer']} aria-hidden="true" />
        <p id={help} className="visually-hidden">
          {words.stageHelp}
        </p>
        <p className="visually-hidden" aria-live="polite" data-testid="stage-spoken">
          {spoken}
        </p>
        <div className={styles['legends']} data-clip="still">
          <Suspense fallback={null}>
            {ready !== null && isLaidOver(props) ? <RunningOverlays theatre={ready} overlays={props.overlays} /> : null}
          </Suspense>
          <Suspense fallback={null}>
            <Legend source={props.source} words={words} colouring={colouring} theatre={ready} />
          </Suspense>
        </div>
        <Buttons words={words} theatre={theatre} tool={tool} choose={setTool} onControlPlane={props.onControlPlane} />
        <Suspense fallback={null}>{peek === undefined ? null : <PeekCard peek={peek} within={root} />}</Suspense>
        <Suspense fallback={null}>
          {props.telling !== undefined && ready !== null ? <Telling theatre={ready} beat={props.telling} /> : null}
        </Suspense>
        <Suspense fallback={null}>{deep && ready !== null ? <Bearings theatre={ready} /> : null}</Suspense>
        <Suspense fallback={null}>
          {tool !== undefined && tool !== 'table' && ready !== null ? (
            <div {...STAYS} onPointerEnter={() => theatre.current?.point(undefined)}>
              <Tools tool={tool} theatre={ready} stage={props} close={close} />
            </div>
          ) : null}
        </Suspense>
      </div>
      <Suspense fallback={null}>
        {ready === null || props.quiet === true ? null : <News theatre={ready} />}
        {tool === 'table' ? <Table stage={props} close={close} /> : null}
      </Suspense>
    </>
  );
}

/** Whether there is anything that needs a legend. */
function isLaidOver({ overlays: { others, services, owners }, selection }: StageProps): boolean {
  return others.length > 0 || services || (owners && selection?.kind === 'Pod');
}

function useTheatre(
  root: RefObject<HTMLDivElement | null>,
  props: StageProps,
  colouring: Colouring,
  audience: Audience,
  setReady: (theatre: Theatre | null) => void,
): RefObject<Theatre | null> {
  const theatre = useRef<Theatre | null>(null);
  const latest = useRef({ props, colouring });
  useEffect(() => {
    const element = root.current;
    const [ground, marks, still, life] = element?.querySelectorAll<HTMLCanvasElement>(':scope > canvas') ?? [];
    if (element === null || ground === undefined || marks === undefined || still === undefined || life === undefined) return undefined;
    const made = createTheatre({ root: element, ground, marks, still, life }, latest.current.props, latest.current.colouring, audience);
    theatre.current = made;
    setReady(made);
    return () => {
      theatre.current = null;
      setReady(null);
      made.destroy();
    };
  }, [root, audience, setReady]);
  useEffect(() => {
    latest.current = { props, colouring };
    theatre.current?.update(props, colouring);
  }, [props, colouring]);
  useEffect(() => {
    const { handle } = latest.current.props;
    if (handle === undefined) return undefined;
    handle.current = handleOf(root, theatre);
    return () => {
      handle.current = null;
    };
  }, [root]);
  return theatre;
}

function handleOf(root: RefObject<HTMLDivElement | null>, theatre: RefObject<Theatre | null>): StageHandle {
  return {
    fit: () => theatre.current?.fit(),
    zoomBy: (factor) => theatre.current?.zoomBy(factor),
    reveal: (item) => theatre.current?.reveal(item),
    focus: () => root.current?.focus(),
    shownRevision: () => theatre.current?.shownRevision() ?? -1,
  };
}

function onPointer(theatre: Theatre | null, event: MouseEvent<HTMLElement>): void {
  theatre?.point(inside(event));
}

function onClick(theatre: Theatre | null, props: StageProps, event: MouseEvent<HTMLElement>): void {
  if (isControl(event)) return;
  props.onSelect(theatre?.itemAt(inside(event)));
}

function onMenu(theatre: Theatre | null, props: StageProps, event: MouseEvent<HTMLElement>): void {
  event.preventDefault();
  // The menu key also ends up here, without a place of its own.
  const focused = theatre?.focused();
  const item = focused ?? theatre?.itemAt(inside(event));
  const { x, y } = (focused && theatre?.locate(focused)) ?? inside(event);
  const box = event.currentTarget.getBoundingClientRect();
  props.onContextMenu(item, { x: box.left + x, y: box.top + y });
}

/** What keys mean comes with the first focus. */
let keys: { readonly onKey: typeof onKey } | undefined;

let coming: Promise<unknown> | undefined;

/** One for all that wait: what is pressed meanwhile keeps its order. */
function loadKeys(): Promise<unknown> {
  coming ??= import('./keys.ts').then(
    (module) => (keys = module),
    () => (coming = undefined),
  );
  return coming;
}

function onKeyDown(theatre: Theatre | null, props: StageProps, event: KeyboardEvent, choose: (tool: Tool) => void): void {
  if (theatre === null || event.target !== event.currentTarget) return;
  if (keys === undefined) void loadKeys().then(() => keys?.onKey(theatre, props, event, choose));
  else keys.onKey(theatre, props, event, choose);
}

function inside(event: MouseEvent<HTMLElement>): { x: number; y: number } {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

function stay(event: SyntheticEvent): void {
  event.stopPropagation();
}

/** What happens in a tool is not meant for the picture below it. */
const STAYS = {
  onKeyDown: stay,
  onClick: stay,
  onDoubleClick: stay,
  onPointerDown: stay,
  onPointerMove: stay,
  onMouseDown: stay,
  onWheel: stay,
};

function isControl(event: MouseEvent<HTMLElement>): boolean {
  return event.target instanceof Element && event.target.closest('button, nav, section') !== null;
}
