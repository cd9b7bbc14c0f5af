import { type ReactElement, useEffect } from 'react';
import { useT } from '../messages/language.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { type Toast, dismiss, useToasts } from '../state/notices.ts';
import css from './toasts.module.css';

/** What came of an action, for a few seconds; what went wrong stays longer. */
export default function Toasts(): ReactElement {
  const t = useT();
  const toasts = useToasts((state) => state.toasts);
  return (
    <section className={css.toasts} aria-label={t('toasts.label')} aria-live="polite" data-testid="toasts">
      {toasts.map((toast) => (
        <OneToast key={toast.id} toast={toast} />
      ))}
    </section>
  );
}

const STAYS_MS = { ok: 4_000, plain: 6_000, bad: 12_000 } as const;

function OneToast({ toast }: { readonly toast: Toast }): ReactElement {
  const t = useT();
  const { id, tone, text, act, line, note } = toast;
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), STAYS_MS[tone]);
    return () => clearTimeout(timer);
  }, [id, tone]);
  return (
    <div className={css.toast} data-tone={tone} data-testid="toast">
      <div className={css.text}>
        <p>{text}</p>
        {line === undefined ? null : (
          <code className={css.line} data-testid="toast-line">
            {line}
          </code>
        )}
        {note === undefined ? null : <p className={css.note}>{note}</p>}
      </div>
      {act ? (
        <Button
          look="quiet"
          onClick={() => {
            act.run();
            dismiss(id);
          }}
        >
          {act.label}
        </Button>
      ) : null}
      <IconButton icon="close" label={t('dismiss')} onClick={() => dismiss(id)} />
    </div>
  );
}
