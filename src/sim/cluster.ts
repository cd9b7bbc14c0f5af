/** Clusters with everything in place, for Node and for tests: see `engine.ts` for what a cluster is. */
import { unknownGate } from '../api/feature-gates.ts';
import { handleRequest } from './apiserver/handle.ts';
import { EXTENSION } from './apiserver/late.ts';
import { type Engine, engineWith } from './engine.ts';
import { IMAGE_WORLD } from './images/registry.ts';
import { PARTS } from './runtime/parts.ts';
import { LATE_BEHAVIOURS } from './late-components.ts';
import { SCHEDULER_PARTS } from './scheduler/late.ts';

export { type Cluster, entriesSince } from './engine.ts';

const engine = engineWith({
  handleRequest,
  images: IMAGE_WORLD,
  extension: () => EXTENSION,
  parts: () => PARTS,
  lateBehaviours: () => LATE_BEHAVIOURS,
  schedulerParts: () => SCHEDULER_PARTS,
});

export const { restoreCluster, replayCluster } = engine;

/** Throws for feature gates that nobody knows. */
export const createCluster: Engine['createCluster'] = (spec, seed, options) => {
  const refusal = unknownGate(spec.featureGates);
  if (refusal !== undefined) throw new Error(refusal);
  return engine.createCluster(spec, seed, options);
};
