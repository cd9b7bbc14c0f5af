/**
 * What is not needed to see a cluster live: it comes with the first request that needs it. Commands from outside are among that,
 * so nothing in the cluster can depend on when it came.
 */
import type { FrontDoor } from '../sim/engine.ts';

type Tools = typeof import('./tools.ts');

let loaded: Tools | undefined;

export async function loadTools(): Promise<Tools> {
  loaded ??= await import('./tools.ts');
  return loaded;
}

/** Open once the tools are loaded. */
export const lateDoor: FrontDoor = (server, request, requester) => {
  if (loaded === undefined) throw new Error('a request came before what answers it');
  return loaded.handleRequest(server, request, requester);
};
