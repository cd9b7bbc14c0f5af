import { create } from 'zustand';
import { isRecord, oneOf, persist } from './persist.ts';

export const DOCKS = ['left', 'right', 'bottom'] as const;
export type Dock = (typeof DOCKS)[number];
const PANEL_IDS = ['editor', 'objects', 'control-plane', 'inspector', 'events', 'kubectl'] as const;
export type PanelId = (typeof PANEL_IDS)[number];

export interface DockState {
  readonly open: boolean;
  readonly panel: PanelId;
  /** Pixels, once a person has moved the edge; until then the style sheet decides. */
  readonly size: number | undefined;
}

interface Layout {
  readonly docks: { readonly [D in Dock]: DockState };
  /** The phone's drawer, which shows one panel over the stage. */
  readonly drawer: { readonly open: boolean; readonly panel: PanelId };
}

const FIRST: Layout = {
  docks: {
    left: { open: true, panel: 'editor', size: undefined },
    right: { open: false, panel: 'inspector', size: undefined },
    bottom: { open: true, panel: 'events', size: undefined },
  },
  drawer: { open: false, panel: 'objects' },
};

export const useLayout = create<Layout>(() => FIRST);

persist(useLayout, {
  key: 'layout',
  write: ({ docks }) => docks,
  read: (kept) => ({
    docks: { left: readDock('left', kept), right: { ...readDock('right', kept), open: false }, bottom: readDock('bottom', kept) },
  }),
});

export function setDock(dock: Dock, change: Partial<DockState>): void {
  useLayout.setState(({ docks }) => ({ docks: { ...docks, [dock]: { ...docks[dock], ...change } } }));
}

export function openDock(dock: Dock, panel: PanelId): void {
  setDock(dock, { open: true, panel });
  useLayout.setState({ drawer: { open: true, panel } });
}

export function toggleDock(dock: Dock): void {
  setDock(dock, { open: !useLayout.getState().docks[dock].open });
}

function readDock(dock: Dock, kept: unknown): DockState {
  const first = FIRST.docks[dock];
  const value = isRecord(kept) ? kept[dock] : undefined;
  if (!isRecord(value)) return first;
  const size = typeof value.size === 'number' && value.size >= 100 && value.size <= 4000 ? value.size : undefined;
  return { open: value.open !== false, panel: oneOf(value.panel, PANEL_IDS) ?? first.panel, size };
}
