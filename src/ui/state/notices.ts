import { create } from 'zustand';

export interface Toast {
  readonly id: number;
  readonly tone: 'ok' | 'bad' | 'plain';
  readonly text: string;
  /** What can be done about it, in one word. */
  readonly act?: { readonly label: string; readonly run: () => void };
}

interface Toasts {
  readonly toasts: readonly Toast[];
}

const MOST_TOASTS = 4;
const MOST_TEXT = 600;

export const useToasts = create<Toasts>(() => ({ toasts: [] }));

let nextId = 1;

export function toast(tone: Toast['tone'], text: string, act?: Toast['act']): void {
  const short = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;
  const shown: Toast = { id: nextId++, tone, text: short, ...(act ? { act } : {}) };
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, shown].slice(-MOST_TOASTS) }));
}

export function dismiss(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
