import { useEffect } from 'react';
import { applyActive } from './actions/apply.ts';
import { command, nextSpeed } from './actions/clock.ts';
import type { Engine } from './engine/engine.ts';
import { useEngine } from './engine/react.tsx';
import type { PlainKey } from './messages/index.ts';
import { useFloating } from './state/floating.ts';
import { toggleDock } from './state/layout.ts';

interface Shortcut {
  /** As `event.key`, lower case; `mod+` stands for ⌘ on a Mac and Ctrl elsewhere. */
  readonly keys: string;
  readonly shown: string;
  readonly label: PlainKey;
  run(engine: Engine): void;
}

/** Keys that work wherever nothing is being typed; those with `mod` work everywhere. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: 'mod+k', shown: 'Ctrl/⌘ K', label: 'palette.open', run: () => useFloating.setState({ palette: true }) },
  { keys: 'mod+enter', shown: 'Ctrl/⌘ Enter', label: 'editor.apply', run: (engine) => void applyActive(engine) },
  {
    keys: ' ',
    shown: 'Space',
    label: 'clock.playPause',
    run: (engine) => command(engine, { type: engine.state().playing ? 'pause' : 'play' }),
  },
  { keys: '.', shown: '.', label: 'clock.step', run: (engine) => command(engine, { type: 'step' }) },
  { keys: ']', shown: ']', label: 'clock.faster', run: (engine) => changeSpeed(engine, 1) },
  { keys: '[', shown: '[', label: 'clock.slower', run: (engine) => changeSpeed(engine, -1) },
  { keys: 'mod+b', shown: 'Ctrl/⌘ B', label: 'dock.left', run: () => toggleDock('left') },
  { keys: 'mod+i', shown: 'Ctrl/⌘ I', label: 'dock.right', run: () => toggleDock('right') },
  { keys: 'mod+j', shown: 'Ctrl/⌘ J', label: 'dock.bottom', run: () => toggleDock('bottom') },
  { keys: '?', shown: '?', label: 'shortcuts.title', run: () => useFloating.setState({ shortcuts: true }) },
];

function changeSpeed(engine: Engine, step: 1 | -1): void {
  command(engine, { type: 'speed', speed: nextSpeed(engine.state().speed, step) });
}

export function useShortcuts(): void {
  const engine = useEngine();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const mod = event.metaKey || event.ctrlKey;
      if (event.defaultPrevented || event.altKey || (!mod && isBusyWithKeys(event.target, event.key))) return;
      const keys = `${mod ? 'mod+' : ''}${event.key.toLowerCase()}`;
      const shortcut = SHORTCUTS.find((candidate) => candidate.keys === keys);
      if (!shortcut) return;
      event.preventDefault();
      shortcut.run(engine);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [engine]);
}

/** Is something being typed there, or does the space bar press it? */
function isBusyWithKeys(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // Monaco types into an element that is neither a field nor editable: an EditContext of the role textbox.
  if (target.isContentEditable || target.closest('input:not([type=range]), textarea, select, dialog, [role=menu], [role=textbox]'))
    return true;
  return key === ' ' && target.closest('button, a, summary, [role=tab], [role=treeitem]') !== null;
}
