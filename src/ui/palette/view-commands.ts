import { PLAIN_ARRANGEMENTS, PLAIN_COLOURS } from '../../view/overlays/overlays.ts';
import { COLOUR_WORDS } from '../messages/colour-words.ts';
import type { Translate } from '../messages/index.ts';
import { isShown, withOverlay } from '../stage/overlays/chosen.ts';
import { OVERLAYS } from '../stage/overlays/registry.ts';
import { arrangementName, toolWords } from '../stage/tools/words.ts';
import { useOverlays } from '../state/overlays.ts';
import { usePreferences } from '../state/preferences.ts';
import type { Command } from './commands.ts';

/** What the picture shows: overlays, what pods are coloured by and stand together by, and whether it is told of in words. */
export function viewCommands(t: Translate): readonly Command[] {
  const { language, quiet } = usePreferences.getState();
  const words = toolWords(language);
  return [
    ...OVERLAYS.filter((overlay) => overlay.words[language].parameter === undefined).map(({ id, words: spoken }): Command => ({
      id: `overlay-${id}`,
      title: spoken[language].title,
      note: t('overlays.label'),
      run: () => useOverlays.setState((overlays) => withOverlay(overlays, id, !isShown(overlays, id))),
    })),
    ...PLAIN_COLOURS.map((by): Command => ({
      id: `colour-${by}`,
      title: `${t('overlays.colour')}: ${COLOUR_WORDS[language][by]}`,
      note: '',
      run: () => useOverlays.setState({ colour: { by } }),
    })),
    ...PLAIN_ARRANGEMENTS.map((by): Command => ({
      id: `arrange-${by}`,
      title: `${words.arrange}: ${arrangementName(words, by)}`,
      note: '',
      run: () => useOverlays.setState({ arrange: { by } }),
    })),
    { id: 'quiet', title: quiet ? words.tell : words.quiet, note: '', run: () => usePreferences.setState({ quiet: !quiet }) },
  ];
}
