import { type ReactElement, Suspense, useRef } from 'react';
import css from './app.module.css';
import { useT } from './messages/language.ts';
import { PANELS, type Panel } from './panels.ts';
import { IconButton } from './parts/button.tsx';
import { Splitter } from './parts/splitter.tsx';
import { Tabs, panelId, tabId } from './parts/tabs.tsx';
import { type Dock, setDock, useLayout } from './state/layout.ts';

const EDGES = {
  left: { orientation: 'vertical', grows: 1, min: 260, max: 900 },
  right: { orientation: 'vertical', grows: -1, min: 280, max: 800 },
  bottom: { orientation: 'horizontal', grows: -1, min: 100, max: 600 },
} as const;

/** One side of the page with its panels: as tabs where there are several. Folded, nothing of it is left. */
export function DockView({ dock }: { readonly dock: Dock }): ReactElement | null {
  const t = useT();
  const { open, panel, size } = useLayout((state) => state.docks[dock]);
  const ref = useRef<HTMLElement>(null);
  if (!open) return null;
  const edge = EDGES[dock];
  const measured = dock === 'bottom' ? 'height' : 'width';
  const style = size === undefined ? undefined : { [measured]: `min(${size}px, ${dock === 'bottom' ? '70vh' : '45vw'})` };
  const splitter = (
    <Splitter
      {...edge}
      label={t(`edge.${dock}`)}
      controls={`dock-${dock}`}
      size={size}
      measure={() => ref.current?.getBoundingClientRect()[measured] ?? edge.min}
      onSize={(next) => setDock(dock, { size: next })}
    />
  );
  return (
    <section
      ref={ref}
      id={`dock-${dock}`}
      data-testid={`dock-${dock}`}
      className={`${css.dock} ${css[dock]}`}
      style={style}
      aria-label={t(`dock.${dock}`)}
    >
      {dock === 'left' ? null : splitter}
      <DockContent dock={dock} chosen={panel} />
      {dock === 'left' ? splitter : null}
    </section>
  );
}

function DockContent({ dock, chosen }: { readonly dock: Dock; readonly chosen: Panel['id'] }): ReactElement | null {
  const t = useT();
  const panels = PANELS.filter((panel) => panel.dock === dock);
  const panel = panels.find(({ id }) => id === chosen) ?? panels[0];
  if (!panel) return null;
  const close = <IconButton icon="close" label={t('fold')} data-testid={`fold-${dock}`} onClick={() => setDock(dock, { open: false })} />;
  return (
    <>
      <div className={css.head}>
        {panels.length === 1 ? (
          <h2 className={css.title}>{t(panel.title)}</h2>
        ) : (
          <Tabs
            label={t(`dock.${dock}`)}
            name={dock}
            tabs={panels.map(({ id, title }) => ({ id, label: t(title) }))}
            chosen={panel.id}
            onChoose={(id) => setDock(dock, { panel: id })}
          />
        )}
        <span className={css.gap} />
        {close}
      </div>
      <PanelBody panel={panel} name={dock} tabbed={panels.length > 1} />
    </>
  );
}

export function PanelBody({
  panel,
  name,
  tabbed,
}: {
  readonly panel: Panel;
  readonly name: string;
  readonly tabbed: boolean;
}): ReactElement {
  const t = useT();
  const Content = panel.content;
  const role = tabbed ? { role: 'tabpanel', id: panelId(name), 'aria-labelledby': tabId(name, panel.id) } : {};
  return (
    <div className={css.body} {...role}>
      <Suspense fallback={<p className={css.loading}>{t('loading')}</p>}>
        <Content />
      </Suspense>
    </div>
  );
}
