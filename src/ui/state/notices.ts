import { create } from 'zustand';

export interface Toast {
  readonly id: number;
  readonly tone: 'ok' | 'bad' | 'plain';
  readonly text: string;
  /** What can be done about it, in one word. */
  readonly act?: { readonly label: string; readonly run: () => void };
  /** The kubectl line that it came of. */
  readonly line?: string;
  /** Something beside the point. */
  readonly note?: string;
}

interface Toasts {
  readonly toasts: readonly Toast[];
}

const MOST_TOASTS = 4;
const MOST_TEXT = 600;

export const useToasts = create<Toasts>(() => ({ toasts: [] }));

let nextId = 1;

export function toast(tone: Toast['tone'], text: string, more: Pick<Toast, 'act' | 'line' | 'note'> = {}): void {
  const short = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
  const shown: Toast = { id: nextId++, tone, text: short, ...more };
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, shown].slice(-MOST_TOASTS) }));
}

export function dismiss(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
