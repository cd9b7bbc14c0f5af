import type { ReactElement } from 'react';
import css from './app.module.css';
import { PanelBody } from './dock.tsx';
import { useT } from './messages/language.ts';
import { PANELS } from './panels.ts';
import { IconButton } from './parts/button.tsx';
import { Tabs } from './parts/tabs.tsx';
import { useLayout } from './state/layout.ts';

/** All panels of a small screen, one at a time, under the stage. */
export function Drawer(): ReactElement {
  const t = useT();
  const { open, panel } = useLayout((state) => state.drawer);
  const shown = PANELS.find(({ id }) => id === panel);
  return (
    <section className={css.drawer} aria-label={t('drawer')} data-testid="drawer">
      <div className={css.head}>
        <Tabs
          label={t('drawer')}
          name="drawer"
          tabs={PANELS.map(({ id, title }) => ({ id, label: t(title) }))}
          chosen={panel}
          open={open}
          onChoose={(id) => useLayout.setState({ drawer: { open: true, panel: id } })}
        />
        <span className={css.gap} />
        <IconButton
          icon={open ? 'down' : 'drawer'}
          label={t(open ? 'fold' : 'unfold')}
          data-testid="drawer-toggle"
          aria-expanded={open}
          onClick={() => useLayout.setState({ drawer: { open: !open, panel } })}
        />
      </div>
      {open && shown ? <PanelBody panel={shown} name="drawer" tabbed /> : null}
    </section>
  );
}
