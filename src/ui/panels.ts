import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { EventsPanel } from './events/events-panel.tsx';
import { type PlainKey, loadInspectorWords, loadPanelWords } from './messages/index.ts';
import type { Dock, PanelId } from './state/layout.ts';

/** A part of the page that can be folded away. Those not seen at first are loaded when they are. */
export interface Panel {
  readonly id: PanelId;
  readonly dock: Dock;
  readonly title: PlainKey;
  readonly content: ComponentType | LazyExoticComponent<ComponentType>;
}

export const PANELS: readonly Panel[] = [
  { id: 'editor', dock: 'left', title: 'panel.editor', content: lazy(() => spoken(import('./editor/editor-panel.tsx'))) },
  { id: 'objects', dock: 'left', title: 'panel.objects', content: lazy(() => spoken(import('./outline/outline-panel.tsx'))) },
  {
    id: 'control-plane',
    dock: 'left',
    title: 'panel.control-plane',
    content: lazy(() => import('./control-plane/control-plane-panel.tsx')),
  },
  { id: 'inspector', dock: 'right', title: 'panel.inspector', content: lazy(inspector) },
  { id: 'events', dock: 'bottom', title: 'panel.events', content: EventsPanel },
  { id: 'kubectl', dock: 'bottom', title: 'panel.kubectl', content: lazy(() => spoken(import('./terminal/kubectl-panel.tsx'))) },
];

async function inspector(): Promise<{ readonly default: ComponentType }> {
  const [panel] = await Promise.all([import('./inspector/inspector-panel.tsx'), loadInspectorWords(), loadPanelWords()]);
  return panel;
}

/** A panel, when its words are there too. */
async function spoken<Panel>(panel: Promise<Panel>): Promise<Panel> {
  await loadPanelWords();
  return panel;
}
