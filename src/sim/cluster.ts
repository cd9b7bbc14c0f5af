/** Clusters with everything in place, for Node and for tests: see `engine.ts` for what a cluster is. */
import { handleRequest } from './apiserver/handle.ts';
import { EXTENSION } from './apiserver/late.ts';
import { engineWith } from './engine.ts';
import { IMAGE_WORLD } from './images/registry.ts';
import { PARTS } from './runtime/parts.ts';
import { LATE_BEHAVIOURS } from './late-components.ts';
import { SCHEDULER_PARTS } from './scheduler/late.ts';

export { type Cluster, entriesSince } from './engine.ts';

export const { createCluster, restoreCluster, replayCluster } = engineWith({
  handleRequest,
  images: IMAGE_WORLD,
  extension: () => EXTENSION,
  parts: () => PARTS,
  lateBehaviours: () => LATE_BEHAVIOURS,
  schedulerParts: () => SCHEDULER_PARTS,
});
