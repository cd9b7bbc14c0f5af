import { usePreferences } from '../state/preferences.ts';
import { type Translate, translate } from './index.ts';

/** The page's words in the language of the moment; components that use it are drawn again when it changes. */
export function useT(): Translate {
  return translate(usePreferences((state) => state.language));
}

/** The same outside of components. */
export const say: Translate = (key, ...parameters) => translate(usePreferences.getState().language)(key, ...parameters);
