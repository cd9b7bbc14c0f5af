import type { Language } from '../messages/index.ts';

/** By a part's name what does not happen while it is stopped, which tells best what it is there for. */
export async function loadConsequences(language: Language): Promise<{ readonly [name: string]: string }> {
  const { consequences } = language === 'zh' ? await import('./words.zh.ts') : await import('./words.en.ts');
  return consequences;
}
