import { affinities } from './affinities.ts';
import { budgets } from './budgets.ts';
import { events } from './events.ts';
import type { Overlay } from './overlay.ts';
import { owners } from './owners.ts';
import { policies } from './policies.ts';
import { priorities } from './priorities.ts';
import { requests } from './requests.ts';
import { selector } from './selector.ts';
import { services } from './services.ts';
import { spread } from './spread.ts';
import { taints } from './taints.ts';
import { traffic } from './traffic.ts';
import { underWayOverlay } from './under-way.ts';
import { volumes } from './volumes.ts';

/** In the order in which they are offered and painted. */
export const OVERLAYS: readonly Overlay[] = [
  services,
  traffic,
  owners,
  underWayOverlay,
  selector,
  events,
  requests,
  taints,
  affinities,
  spread,
  priorities,
  policies,
  budgets,
  volumes,
];
