import type { StoreApi } from 'zustand/vanilla';

/** Part of a store, kept in localStorage. What is read back is whatever somebody left there, so `read` checks it. */
export interface Persistence<S> {
  readonly key: string;
  write(state: S): unknown;
  read(kept: unknown): Partial<S>;
  /** Writes at most this often; at once when the page is left. */
  readonly everyMs?: number;
}

export function persist<S extends object>(store: StoreApi<S>, persistence: Persistence<S>): void {
  const { key, everyMs = 200 } = persistence;
  store.setState(persistence.read(load(key)));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    save(key, persistence.write(store.getState()));
  };
  store.subscribe(() => {
    timer ??= setTimeout(flush, everyMs);
  });
  globalThis.addEventListener?.('pagehide', () => {
    if (timer !== undefined) flush();
  });
}

const PREFIX = 'kubarium.';

function load(key: string): unknown {
  try {
    return JSON.parse(globalThis.localStorage?.getItem(PREFIX + key) ?? 'null');
  } catch {
    return null;
  }
}

function save(key: string, value: unknown): void {
  try {
    globalThis.localStorage?.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the page works on, it only forgets.
  }
}

export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((candidate) => candidate === value);
}
