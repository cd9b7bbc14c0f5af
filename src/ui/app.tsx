import { type ReactElement, Suspense, lazy, useEffect } from 'react';
import css from './app.module.css';
import { Clock } from './clock/clock.tsx';
import { DockView } from './dock.tsx';
import { Drawer } from './drawer.tsx';
import { useEngine } from './engine/react.tsx';
import { followEvents } from './events/follow.ts';
import { Guide } from './guide/guide.tsx';
import { withWords } from './messages/index.ts';
import { useT } from './messages/language.ts';
import { useMedia } from './parts/use-media.ts';
import { useShortcuts } from './shortcuts.ts';
import { StagePlace } from './stage-place.tsx';
import { useFollow } from './state/follow.ts';
import { useFloating } from './state/floating.ts';
import { TopBar } from './topbar/topbar.tsx';

const FollowBar = lazy(() => import('./follow/follow-bar.tsx'));
const Trouble = lazy(() => withWords('trouble', import('./trouble/trouble.tsx')));
const Menu = lazy(() => import('./menu/menu.tsx'));
const QuestionDialog = lazy(() => import('./menu/question.tsx'));
const Palette = lazy(() => import('./palette/palette.tsx'));
const Shortcuts = lazy(() => import('./palette/shortcuts-dialog.tsx'));

/** Where everything is: the stage in the middle, panels around it, time below. */
export function App(): ReactElement {
  const small = useMedia('(max-width: 760px)');
  useShortcuts();
  const engine = useEngine();
  useEffect(() => followEvents(engine), [engine]);
  return (
    <div className={css.app} data-small={small}>
      <SkipLink />
      <TopBar small={small} />
      <div className={css.work}>
        {small ? null : <DockView dock="left" />}
        <div className={css.middle}>
          <Guide />
          <StagePlace>
            <Floats />
          </StagePlace>
          <Following />
          {small ? null : <DockView dock="bottom" />}
        </div>
        {small ? null : <DockView dock="right" />}
      </div>
      {small ? <Drawer /> : null}
      <Clock small={small} />
      <Suspense fallback={null}>
        <Trouble />
      </Suspense>
    </div>
  );
}

function Following(): ReactElement {
  const { subject, begun } = useFollow();
  return <Suspense fallback={null}>{subject ? <FollowBar key={begun} subject={subject} /> : null}</Suspense>;
}

function Floats(): ReactElement {
  const { menu, question, palette, shortcuts } = useFloating();
  return (
    <Suspense fallback={null}>
      {menu ? <Menu key={`${menu.x},${menu.y}`} {...menu} /> : null}
      {question ? <QuestionDialog {...question} /> : null}
      {palette ? <Palette /> : null}
      {shortcuts ? <Shortcuts /> : null}
    </Suspense>
  );
}

function SkipLink(): ReactElement {
  const t = useT();
  return (
    <a className={css.skip} href="#stage">
      {t('skip')}
    </a>
  );
}
