import { openLine } from '../actions/action.ts';
import { applyActive } from '../actions/apply.ts';
import { begin } from '../actions/perform.ts';
import { CLUSTER, actionsFor } from '../actions/registry.ts';
import { SAMPLES } from '../samples/registry.ts';
import type { Frame } from '../../protocol/frame.ts';
import type { Engine } from '../engine/engine.ts';
import type { FrameStore } from '../engine/frame-store.ts';
import type { Translate } from '../messages/index.ts';
import { speak } from '../messages/language.ts';
import { SHORTCUTS } from '../shortcuts.ts';
import { openDocument } from '../state/documents.ts';
import { tabId } from '../parts/tabs.tsx';
import { enterHall } from '../state/hall.ts';
import { follow } from '../state/follow.ts';
import { type Dock, type PanelId, openDock } from '../state/layout.ts';
import { usePreferences } from '../state/preferences.ts';
import { type Target, select } from '../state/selection.ts';
import { newCluster } from '../actions/new-cluster.ts';
import { viewCommands } from './view-commands.ts';

/** A line of the palette. */
export interface Command {
  readonly id: string;
  readonly title: string;
  /** What kind of thing it is, or the line that it stands for. */
  readonly note: string;
  run(): void;
}

/** What can be done: with the selected thing first, then with the page. */
export function commandsFor(t: Translate, engine: Engine, selected: Target | undefined, flags: number): readonly Command[] {
  return [
    ...(selected ? actionCommands(t, engine, selected, flags) : []),
    ...followCommands(t, selected),
    ...shortcutCommands(t, engine),
    ...actionCommands(t, engine, CLUSTER, 0),
    ...clusterCommands(t, engine),
    ...pageCommands(t),
    ...viewCommands(t),
    ...sampleCommands(t),
  ];
}

function actionCommands(t: Translate, engine: Engine, target: Target, flags: number): readonly Command[] {
  return actionsFor(target, flags).map((action) => ({
    id: `action-${action.id}-${target.name}`,
    title: target.name === '' ? t(action.label) : `${t(action.label)}: ${target.name}`,
    note: openLine(action, target),
    run: () => begin(engine, action, target),
  }));
}

function followCommands(t: Translate, selected: Target | undefined): readonly Command[] {
  const last: Command = { id: 'follow-last', title: t('follow.last'), note: '', run: () => follow({ of: 'last' }) };
  if (!selected || selected.kind === 'Station') return [last];
  const run = (): void => follow({ of: 'object', ...selected });
  return [{ id: 'follow-object', title: `${t('follow.object')}: ${selected.name}`, note: selected.kind, run }, last];
}

function shortcutCommands(t: Translate, engine: Engine): readonly Command[] {
  return SHORTCUTS.filter(({ label }) => label !== 'palette.open' && label !== 'editor.apply')
    .map((key): Command => ({ id: `key-${key.keys}`, title: t(key.label), note: key.shown, run: () => key.run(engine) }))
    .toSpliced(0, 0, { id: 'apply', title: t('editor.apply'), note: 'Ctrl/⌘ Enter', run: () => void applyActive(engine) });
}

function clusterCommands(t: Translate, engine: Engine): readonly Command[] {
  return [
    { id: 'new-demo', title: t('cluster.newDemo'), note: '', run: () => newCluster(engine, 'demo') },
    { id: 'new-empty', title: t('cluster.newEmpty'), note: '', run: () => newCluster(engine, 'empty') },
  ];
}

function pageCommands(t: Translate): readonly Command[] {
  return [
    {
      id: 'theme-paper',
      title: `${t('theme.label')}: ${t('theme.paper')}`,
      note: '',
      run: () => usePreferences.setState({ theme: 'paper' }),
    },
    {
      id: 'theme-night',
      title: `${t('theme.label')}: ${t('theme.night')}`,
      note: '',
      run: () => usePreferences.setState({ theme: 'night' }),
    },
    {
      id: 'theme-system',
      title: `${t('theme.label')}: ${t('theme.system')}`,
      note: '',
      run: () => usePreferences.setState({ theme: 'system' }),
    },
    { id: 'language-en', title: 'English', note: '', run: () => void speak('en') },
    { id: 'language-zh', title: '中文', note: '', run: () => void speak('zh') },
    panelCommand(t, 'left', 'objects'),
    panelCommand(t, 'left', 'editor'),
    panelCommand(t, 'left', 'control-plane'),
    { id: 'hall', title: t('hall.enter'), note: 'C', run: enterHall },
    panelCommand(t, 'bottom', 'events'),
    panelCommand(t, 'bottom', 'kubectl'),
    { id: 'guide', title: t('guide.again'), note: '', run: () => usePreferences.setState({ guideHidden: false, done: [] }) },
  ];
}

function panelCommand(t: Translate, dock: Dock, panel: PanelId): Command {
  const run = (): void => {
    openDock(dock, panel);
    // The keyboard follows, once the palette has gone and given it back.
    setTimeout(() => (document.getElementById(tabId(dock, panel)) ?? document.getElementById(tabId('drawer', panel)))?.focus());
  };
  return { id: `panel-${panel}`, title: t(`panel.${panel}`), note: t('palette.panel'), run };
}

function sampleCommands(t: Translate): readonly Command[] {
  const { language } = usePreferences.getState();
  return SAMPLES.map(({ name, note, text }) => ({
    id: `sample-${name}`,
    title: t('palette.sample', { name }),
    note: note[language],
    run: () => {
      openDocument(name, text);
      openDock('left', 'editor');
    },
  }));
}

export const MOST_OBJECTS = 30;

/** Objects whose names and kinds hold what was typed. */
export function objectCommands({ frames }: Engine, query: string): readonly Command[] {
  const frame = frames.latest();
  if (!frame || query.trim().length < 2) return [];
  const wanted = query.trim().toLowerCase().split(/\s+/);
  const found: Command[] = [];
  const look = (kind: string, names: Uint32Array, count: number, namespaces?: Uint32Array): void => {
    for (let row = 0; row < count && found.length < MOST_OBJECTS; row++) {
      const name = frames.string(names[row] ?? -1);
      const namespace = namespaces ? frames.string(namespaces[row] ?? -1) : '';
      if (!isCalled(kind, name, wanted)) continue;
      const note = namespace === '' ? kind : `${kind} · ${namespace}`;
      found.push({ id: `${kind}-${namespace}-${name}`, title: name, note, run: () => select({ kind, namespace, name }) });
    }
  };
  look('Node', frame.nodeName, frame.nodeCount);
  look('Service', frame.serviceName, frame.serviceCount, frame.serviceNamespace);
  look('Pod', frame.podName, frame.podCount, frame.podNamespace);
  return [...ownerCommands(frame, frames, wanted), ...found];
}

/** Deployments and the like are in the picture only as owners of pods. */
function ownerCommands(frame: Frame, frames: FrameStore, wanted: readonly string[]): readonly Command[] {
  const found = new Map<string, Command>();
  for (let row = 0; row < frame.podCount && found.size < MOST_OBJECTS; row++) {
    const namespace = frames.string(frame.podNamespace[row] ?? -1);
    const [kind = '', name = ''] = frames.string(frame.podOwner[row] ?? -1).split('/');
    const id = `${kind}-${namespace}-${name}`;
    if (name === '' || found.has(id) || !isCalled(kind, name, wanted)) continue;
    found.set(id, { id, title: name, note: `${kind} · ${namespace}`, run: () => select({ kind, namespace, name }) });
  }
  return [...found.values()];
}

/** `web deployment` finds the Deployment; a kind alone does not list all that is of it. */
export function isCalled(kind: string, name: string, wanted: readonly string[]): boolean {
  const [text, ofKind] = [name.toLowerCase(), kind.toLowerCase()];
  return wanted.every((word) => text.includes(word) || ofKind.startsWith(word)) && wanted.some((word) => text.includes(word));
}

/** Every typed word must be in the title or the note; titles that begin with the text come first. */
export function matching(commands: readonly Command[], query: string): readonly Command[] {
  const text = query.trim().toLowerCase();
  if (text === '') return commands;
  const words = text.split(/\s+/);
  const found = commands.filter(({ title, note }) => words.every((word) => `${title} ${note}`.toLowerCase().includes(word)));
  return found.toSorted((a, b) => Number(b.title.toLowerCase().startsWith(text)) - Number(a.title.toLowerCase().startsWith(text)));
}
