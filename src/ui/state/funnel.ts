import { create } from 'zustand';
import type { Funnel } from '../../view/overlays/funnel.ts';

/** The decision that is played on the stage while somebody reads about it; undefined while nobody does. */
export const useFunnel = create<{ readonly funnel: Funnel | undefined }>(() => ({ funnel: undefined }));
