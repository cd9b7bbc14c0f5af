import { type ReactElement, Suspense, lazy } from 'react';
import { useEngineState, useFrameValue } from '../engine/react.tsx';
import { type Summary, sameFields, summarise } from '../engine/rows.ts';
import { speak, useT } from '../messages/language.ts';
import { IconButton } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { useFloating } from '../state/floating.ts';
import { DOCKS, toggleDock, useLayout } from '../state/layout.ts';
import { type ThemeChoice, usePreferences } from '../state/preferences.ts';
import css from './topbar.module.css';

const OverlaySwitches = lazy(() => import('./overlay-switches.tsx'));

/** Name, how the cluster is, what is laid over the picture, and the page's own settings. */
export function TopBar({ small }: { readonly small: boolean }): ReactElement {
  return (
    <header className={css.bar} data-testid="topbar">
      <h1 className={css.name}>
        <Mark />
        <span className={small ? 'visually-hidden' : undefined}>Kubarium</span>
      </h1>
      <ServerMark small={small} />
      <ClusterLine small={small} />
      <span className={css.gap} />
      <Suspense fallback={null}>{small ? null : <OverlaySwitches />}</Suspense>
      {small ? null : <span className={css.hair} />}
      {small ? <SmallSearch /> : <Search />}
      {small ? null : <DockSwitches />}
      <ThemeSwitch />
      <LanguageSwitch />
    </header>
  );
}

/** A pod's hexagon with life in it. */
function Mark(): ReactElement {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true" className={css.mark}>
      <path d="M10 1.5l7.4 4.25v8.5L10 18.5l-7.4-4.25v-8.5z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
      <circle cx="7.3" cy="9" r="1.9" fill="currentColor" />
      <circle cx="12.4" cy="8" r="1.5" fill="currentColor" />
      <circle cx="10.4" cy="12.8" r="2.1" fill="currentColor" />
    </svg>
  );
}

/** Shown while the cluster lives in another process, which kubectl can talk to as well. */
function ServerMark({ small }: { readonly small: boolean }): ReactElement | null {
  const t = useT();
  const address = useEngineState(({ server }) => server);
  if (address === '') return null;
  return (
    <span className={css.server} title={t('server.help', { address })} data-testid="server">
      {small ? t('server.short') : t('server.line', { address })}
    </span>
  );
}

function ClusterLine({ small }: { readonly small: boolean }): ReactElement {
  const t = useT();
  const sum = useFrameValue<Summary>(summarise, sameFields);
  const phase = useEngineState((state) => state.phase);
  if (phase !== 'running') return <p className={css.line}>{t(`phase.${phase}`)}</p>;
  const lost = sum.nodes - sum.nodesReady;
  return (
    <p className={css.line} data-testid="cluster-line">
      {small ? null : <Part text={t('line.nodes', { count: sum.nodes })} />}
      {lost > 0 ? <Part tone="bad" text={t('line.nodesNotReady', { count: lost })} /> : null}
      <Part text={t('line.pods', { count: sum.pods })} />
      {small ? null : <Part text={t('line.ready', { count: sum.ready })} />}
      {sum.waiting > 0 ? <Part tone="warn" text={t('line.waiting', { count: sum.waiting })} /> : null}
      {sum.failing > 0 ? <Part tone="bad" text={t('line.failing', { count: sum.failing })} /> : null}
    </p>
  );
}

function Part({ text, tone }: { readonly text: string; readonly tone?: 'warn' | 'bad' }): ReactElement {
  return <span className={tone ? css[tone] : undefined}>{text}</span>;
}

const openPalette = (): void => useFloating.setState({ palette: true });

function Search(): ReactElement {
  const t = useT();
  return (
    <button type="button" className={css.search} data-testid="open-palette" onClick={openPalette}>
      <Icon name="search" />
      <span className={css.searchWord}>{t('palette.open')}</span>
      <kbd>{SHORTCUT}</kbd>
    </button>
  );
}

const SHORTCUT = /Mac|iP/.test(globalThis.navigator?.platform ?? '') ? '⌘K' : 'Ctrl K';

function SmallSearch(): ReactElement {
  const t = useT();
  return <IconButton icon="search" label={t('palette.open')} data-testid="open-palette" onClick={openPalette} />;
}

function DockSwitches(): ReactElement {
  const t = useT();
  const docks = useLayout((state) => state.docks);
  return (
    <div className={css.docks} role="group" aria-label={t('docks.label')}>
      {DOCKS.map((dock) => (
        <IconButton
          key={dock}
          icon={dock}
          label={t(`dock.${dock}`)}
          aria-pressed={docks[dock].open}
          data-testid={`toggle-${dock}`}
          onClick={() => toggleDock(dock)}
        />
      ))}
    </div>
  );
}

const NEXT_THEME: { readonly [T in ThemeChoice]: ThemeChoice } = { system: 'paper', paper: 'night', night: 'system' };
const THEME_ICON = { system: 'auto', paper: 'sun', night: 'moon' } as const;

function ThemeSwitch(): ReactElement {
  const t = useT();
  const theme = usePreferences((state) => state.theme);
  return (
    <IconButton
      icon={THEME_ICON[theme]}
      label={`${t('theme.label')}: ${t(`theme.${theme}`)}`}
      data-testid="theme"
      onClick={() => usePreferences.setState({ theme: NEXT_THEME[theme] })}
    />
  );
}

/** Named in the language it leads to. */
function LanguageSwitch(): ReactElement {
  const language = usePreferences((state) => state.language);
  const other = language === 'en' ? 'zh' : 'en';
  return (
    <button
      type="button"
      className={css.language}
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      data-testid="language"
      onClick={() => void speak(other)}
    >
      {other === 'zh' ? '中文' : 'EN'}
    </button>
  );
}
