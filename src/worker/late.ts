/**
 * What is not needed to see the first cluster live comes with the first request that needs it. Every write is such a request,
 * and a snapshot that may hold the consequences of one waits for it too: so a cluster never sees when it came.
 */
import type { Outside } from '../sim/engine.ts';
import { basicImageOf } from '../sim/images/basic.ts';
import type * as Loaded from './tools.ts';

type Tools = typeof Loaded;

let loaded: Tools | undefined;

export async function loadTools(): Promise<Tools> {
  loaded ??= await import('./tools.ts');
  return loaded;
}

/** What answers requests and runs any image: there once the tools are loaded. */
export const lateOutside: Outside = {
  handleRequest: (server, request, requester) => tools().handleRequest(server, request, requester),
  extension: () => loaded?.EXTENSION,
  parts: () => loaded?.PARTS,
  lateBehaviours: () => loaded?.LATE_BEHAVIOURS,
  schedulerParts: () => loaded?.SCHEDULER_PARTS,
  images: {
    imageOf: (repository) => basicImageOf(repository) ?? tools().IMAGE_WORLD.imageOf(repository),
    get shell() {
      return tools().IMAGE_WORLD.shell;
    },
    get logs() {
      return tools().IMAGE_WORLD.logs;
    },
  },
};

function tools(): Tools {
  if (loaded === undefined) throw new Error('the cluster needs a part of the worker that is not loaded');
  return loaded;
}
