import type { KubeObject } from '../../api/object.ts';
import { findResource } from './kinds.ts';
import type { RequestScope, Requester, Server } from './server.ts';
import { statusStrategy } from './verbs/strategies.ts';
import { replaceStored } from './verbs/update.ts';

const API_SERVER: Requester = { user: 'system:apiserver', groups: ['system:masters', 'system:authenticated'], actor: 'kube-apiserver' };

/** The API server writes a status in consequence of another request, as a client of itself. */
export function writeOwnStatus(server: Server, resource: string, stored: KubeObject, next: KubeObject): void {
  const kind = findResource(server, resource);
  if (kind === undefined) throw new Error(`${resource} are stored and no kind serves them`);
  const scope: RequestScope = { server, kind, requester: API_SERVER, dryRun: false };
  replaceStored(scope, stored, next, statusStrategy(scope));
}
