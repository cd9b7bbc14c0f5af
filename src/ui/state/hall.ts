import { create } from 'zustand';

/** Whether one stands among the stations of the control plane instead of before the nodes. */
export const useHall = create<{ readonly open: boolean }>(() => ({ open: false }));

export function enterHall(): void {
  useHall.setState({ open: true });
}

export function leaveHall(): void {
  useHall.setState({ open: false });
}

export function toggleHall(): void {
  useHall.setState(({ open }) => ({ open: !open }));
}
