import type { Overlay } from './overlay.ts';
import { priorities } from './priorities.ts';
import { requests } from './requests.ts';
import { spread } from './spread.ts';
import { taints } from './taints.ts';
import { volumes } from './volumes.ts';

/** In the order in which they are offered and painted. */
export const OVERLAYS: readonly Overlay[] = [taints, requests, spread, volumes, priorities];
