import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { type PlainKey, withWords } from './messages/index.ts';
import type { Dock, PanelId } from './state/layout.ts';

/** A part of the page that can be folded away. They are loaded when they are seen, after the cluster. */
export interface Panel {
  readonly id: PanelId;
  readonly dock: Dock;
  readonly title: PlainKey;
  readonly content: LazyExoticComponent<ComponentType>;
}

export const PANELS: readonly Panel[] = [
  { id: 'editor', dock: 'left', title: 'panel.editor', content: lazy(() => withWords('panels', import('./editor/editor-panel.tsx'))) },
  { id: 'objects', dock: 'left', title: 'panel.objects', content: lazy(() => withWords('panels', import('./outline/outline-panel.tsx'))) },
  {
    id: 'control-plane',
    dock: 'left',
    title: 'panel.control-plane',
    content: lazy(() => import('./control-plane/control-plane-panel.tsx')),
  },
  {
    id: 'inspector',
    dock: 'right',
    title: 'panel.inspector',
    content: lazy(() => withWords('inspector', withWords('panels', import('./inspector/inspector-panel.tsx')))),
  },
  { id: 'events', dock: 'bottom', title: 'panel.events', content: lazy(() => import('./events/events-panel.tsx')) },
  {
    id: 'kubectl',
    dock: 'bottom',
    title: 'panel.kubectl',
    content: lazy(() => withWords('panels', import('./terminal/kubectl-panel.tsx'))),
  },
];
