import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import css from './parts.module.css';

interface Props {
  readonly label: string;
  readonly testId: string;
  readonly className?: string | undefined;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog while it is mounted. Escape and a click beside it close it; focus goes back by itself. */
export function Dialog({ label, testId, className, onClose, children }: Props): ReactElement {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
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
