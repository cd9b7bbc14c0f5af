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
          <Line key={keys} shown={shown} label={t(label)} />
        ))}
        <Line shown="Esc" label={t('shortcuts.leaveEditor')} />
      </dl>
      <Button onClick={close}>{t('close')}</Button>
    </Dialog>
  );
}

function Line({ shown, label }: { readonly shown: string; readonly label: string }): ReactElement {
  return (
    <>
      <dt>{label}</dt>
      <dd>
        <kbd>{shown}</kbd>
      </dd>
    </>
  );
}
