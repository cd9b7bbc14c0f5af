import { usePreferences } from '../state/preferences.ts';
import { type Language, type Translate, loadLanguage, translate } from './index.ts';

/** The page's words in the language of the moment; components that use it are drawn again when it changes. */
export function useT(): Translate {
  return translate(usePreferences((state) => state.language));
}

/** The same outside of components. */
export const say: Translate = (key, ...parameters) => translate(usePreferences.getState().language)(key, ...parameters);

/** Switches the page's language in place. */
export async function speak(language: Language): Promise<void> {
  await loadLanguage(language);
  usePreferences.setState({ language });
}
