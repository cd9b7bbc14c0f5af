import { useEffect, useState } from 'react';
import { usePreferences } from '../state/preferences.ts';
import type { Language } from './index.ts';

/** Words that come with what says them, in the language of the moment; undefined until the first are there. `load` must be stable. */
export function useWords<Words>(load: (language: Language) => Promise<Words>): Words | undefined {
  const language = usePreferences((state) => state.language);
  const [held, setHeld] = useState<Words>();
  useEffect(() => {
    let gone = false;
    void load(language).then((loaded) => gone || setHeld(() => loaded));
    return () => {
      gone = true;
    };
  }, [load, language]);
  return held;
}
