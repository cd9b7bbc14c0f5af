import { create } from 'zustand';

interface Hall {
  /** Whether one stands among the stations of the control plane instead of before the nodes. */
  readonly open: boolean;
  /** They have come, and cover the picture. */
  readonly entered: boolean;
}

export const useHall = create<Hall>(() => ({ open: false, entered: false }));

export function enterHall(): void {
  useHall.setState({ open: true });
}

export function leaveHall(): void {
  useHall.setState({ open: false, entered: false });
}

export function toggleHall(): void {
  if (useHall.getState().open) leaveHall();
  else enterHall();
}
