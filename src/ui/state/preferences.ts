import { create } from 'zustand';
import type { Language } from '../messages/index.ts';
import { isRecord, oneOf, persist } from './persist.ts';
import type { Target } from './selection.ts';

export type ThemeChoice = 'system' | 'paper' | 'night';

interface Preferences {
  readonly theme: ThemeChoice;
  readonly language: Language;
  /** Ids of guide steps that were done, and whether the guide was sent away. */
  readonly done: readonly string[];
  readonly guideHidden: boolean;
  /** To what the newest of them was done; not kept. */
  readonly doneTo: Target | undefined;
  /** What happens in the picture is not told to screen readers. */
  readonly quiet: boolean;
}

export const usePreferences = create<Preferences>(() => ({
  theme: 'system',
  language: browserLanguage(),
  done: [],
  guideHidden: false,
  doneTo: undefined,
  quiet: false,
}));

persist(usePreferences, {
  key: 'preferences',
  write: ({ doneTo: _doneTo, ...kept }) => kept,
  read: (kept) => {
    if (!isRecord(kept)) return {};
    const theme = oneOf(kept.theme, ['system', 'paper', 'night']);
    const language = oneOf(kept.language, ['en', 'zh']);
    const done = Array.isArray(kept.done) ? kept.done.filter((id): id is string => typeof id === 'string') : [];
    return {
      ...(theme ? { theme } : {}),
      ...(language ? { language } : {}),
      done,
      guideHidden: kept.guideHidden === true,
      quiet: kept.quiet === true,
    };
  },
});

/** Something the guide may have asked for was done; true when it was the first time. */
export function markDone(id: string, to?: Target): boolean {
  const { done } = usePreferences.getState();
  const isFirst = !done.includes(id);
  if (isFirst) usePreferences.setState({ done: [...done, id], doneTo: to });
  return isFirst;
}

/** It was refused. */
export function markUndone(id: string): void {
  usePreferences.setState(({ done }) => ({ done: done.filter((known) => known !== id) }));
}

function browserLanguage(): Language {
  return (globalThis.navigator?.language ?? 'en').toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** Keeps the root element's theme and language right, now and from now on. */
export function dressPage(root: HTMLElement): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const dress = (): void => {
    const { theme, language } = usePreferences.getState();
    root.dataset['theme'] = theme === 'system' ? (dark.matches ? 'night' : 'paper') : theme;
    root.lang = language === 'zh' ? 'zh-CN' : 'en';
  };
  dress();
  dark.addEventListener('change', dress);
  usePreferences.subscribe(dress);
}
