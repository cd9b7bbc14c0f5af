import { create } from 'zustand';
import type { Action } from '../actions/action.ts';
import type { Target } from './selection.ts';

/** What floats above the page; at most one of each. */
interface Floating {
  readonly menu: { readonly target: Target | undefined; readonly x: number; readonly y: number } | undefined;
  /** An action that needs a word before it can run. */
  readonly question: { readonly action: Action; readonly target: Target } | undefined;
  readonly palette: boolean;
  readonly shortcuts: boolean;
}

export const useFloating = create<Floating>(() => ({ menu: undefined, question: undefined, palette: false, shortcuts: false }));

export function openMenu(target: Target | undefined, at: { readonly x: number; readonly y: number }): void {
  useFloating.setState({ menu: { target, x: at.x, y: at.y } });
}
