/** The objects that a cluster's spec begins with. */
import { type KubeObject, type ResourceType, nameOf } from '../../api/object.ts';
import type { Client } from '../../api/client.ts';
import { createClient } from '../apiserver/in-process-client.ts';
import { type Host, because } from './host.ts';

const ADMIN = 'kubernetes-admin';

/** Each object under a cause of its own, as if the administrator had sent one request after the other. */
export function createWorkload(host: Host): void {
  const client = createClient(host.server, { user: ADMIN, actor: ADMIN, agent: 'kubectl' });
  for (const object of host.state.spec.workload?.objects ?? []) {
    const type = typeOf(client, object);
    because(host, ADMIN, `create ${type.resource} ${nameOf(object)}`, () => client.create(type, object));
  }
}

function typeOf(client: Client, object: KubeObject): ResourceType {
  const type = client.typeOf(object.apiVersion, object.kind);
  if (type === undefined) throw new Error(`the cluster's spec names an unknown kind ${object.kind}`);
  return type;
}
