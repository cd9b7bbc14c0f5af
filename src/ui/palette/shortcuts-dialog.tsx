import type { ReactElement } from 'react';
import { useT } from '../messages/language.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { SHORTCUTS } from '../shortcuts.ts';
import { useFloating } from '../state/floating.ts';
import css from './palette.module.css';

const close = (): void => useFloating.setState({ shortcuts: false });

export default function ShortcutsDialog(): ReactElement {
  const t = useT();
  return (
    <Dialog label={t('shortcuts.title')} testId="shortcuts" onClose={close}>
      <h2>{t('shortcuts.title')}</h2>
      <dl className={css.keys}>
        {SHORTCUTS.map(({ keys, shown, label }) => (
          <div key={keys} style={{ display: 'contents' }}>
            <dt>{t(label)}</dt>
            <dd>
              <kbd>{shown}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <Button onClick={close}>{t('close')}</Button>
    </Dialog>
  );
}
