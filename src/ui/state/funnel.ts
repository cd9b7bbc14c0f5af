import { create } from 'zustand';
import type { PlacementAccount } from '../../api/scheduling.ts';

/** The decision that is played on the stage while somebody reads about it; undefined while nobody does. */
export const useFunnel = create<{ readonly account: PlacementAccount | undefined }>(() => ({ account: undefined }));
