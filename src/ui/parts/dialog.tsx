import { type ReactElement, type ReactNode, useEffect, useRef, useState } from 'react';
import css from './parts.module.css';

interface Props {
  readonly label: string;
  readonly testId: string;
  readonly className?: string | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog while it is mounted. Escape and a click beside it close it; the keyboard goes back where it was. */
export function Dialog({ label, testId, className, onClose, children }: Props): ReactElement {
  const ref = useRef<HTMLDialogElement>(null);
  // Read before anything within takes it: what does so by itself is all that the browser would go back to.
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => {
      dialog?.close();
      const isLost = document.activeElement === document.body || dialog?.contains(document.activeElement) === true;
      if (isLost && before instanceof HTMLElement) before.focus();
    };
  }, [before]);
  return (
    <dialog
      ref={ref}
      aria-label={label}
      data-testid={testId}
      className={className ?? css.dialog}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      {children}
    </dialog>
  );
}
