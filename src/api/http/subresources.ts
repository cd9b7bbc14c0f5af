/** What discovery and the router know about subresources; their work is done in `sim/apiserver/subresources`. */
import type { ApiResource } from '../request.ts';

export interface SubresourceFacts {
  readonly name: string;
  readonly verbs: readonly string[];
  /** Kind of what goes in and out, when it is not the resource's own. */
  readonly kind?: string;
  readonly group?: string;
  readonly version?: string;
}

const READ_WRITE = ['get', 'patch', 'update'];
const CONNECT = ['create', 'get'];

const FACTS: Readonly<Record<string, Omit<SubresourceFacts, 'name'>>> = {
  approval: { verbs: READ_WRITE },
  attach: { verbs: CONNECT, kind: 'PodAttachOptions' },
  binding: { verbs: ['create'], kind: 'Binding' },
  ephemeralcontainers: { verbs: READ_WRITE },
  eviction: { verbs: ['create'], kind: 'Eviction', group: 'policy', version: 'v1' },
  exec: { verbs: CONNECT, kind: 'PodExecOptions' },
  finalize: { verbs: ['update'] },
  log: { verbs: ['get'] },
  portforward: { verbs: CONNECT, kind: 'PodPortForwardOptions' },
  proxy: { verbs: ['create', 'delete', 'get', 'patch', 'update'] },
  resize: { verbs: READ_WRITE },
  scale: { verbs: READ_WRITE, kind: 'Scale', group: 'autoscaling', version: 'v1' },
  status: { verbs: READ_WRITE },
  token: { verbs: ['create'], kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1' },
};

const PROXIES: Readonly<Record<string, string>> = { nodes: 'NodeProxyOptions', pods: 'PodProxyOptions', services: 'ServiceProxyOptions' };

/** In the order of their names. */
export function subresourcesOf({ group, resource, subresources }: ApiResource): readonly SubresourceFacts[] {
  return [...subresources].sort().map((name) => {
    const facts = FACTS[name] ?? { verbs: [] };
    const proxy = name === 'proxy' && group === '' ? PROXIES[resource] : undefined;
    return { name, ...facts, ...(proxy === undefined ? {} : { kind: proxy }) };
  });
}
