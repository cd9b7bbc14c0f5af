/** A small cluster as users with different rights see it. */
import type { KubeObject } from '../api/object.ts';
import type { ApiRequest, ApiResponse } from '../api/request.ts';
import type { JsonValue } from '../api/scalars.ts';
import type { Status } from '../api/types.gen.ts';
import { type Cluster, createCluster } from '../sim/cluster.ts';
import type { Identity } from '../sim/kernel/command.ts';

export const ALICE: Identity = { user: 'alice', groups: ['dev', 'system:authenticated'] };
export const BOB: Identity = { user: 'bob', groups: ['system:authenticated'] };
const RBAC = 'rbac.authorization.k8s.io';
const START = Date.UTC(2026, 0, 1);

export interface UserWorld {
  readonly cluster: Cluster;
  /** The administrator's unless a user is named. */
  ask(request: ApiRequest, user?: Identity): ApiResponse;
  /** The same, as a code and the message of what was refused. */
  told(request: ApiRequest, user?: Identity): string;
  create(resource: string, object: JsonValue, user?: Identity): ApiResponse;
  /** Makes a role of rules and binds it to alice: in a namespace, or in the whole cluster. */
  grant(name: string, rules: readonly JsonValue[], namespace?: string): void;
  run(seconds: number): void;
}

export function userWorld(): UserWorld {
  const cluster = createCluster({ startTime: START, images: 'preloaded', machines: [{ name: 'node-1', cpu: '4', memory: '8Gi' }] }, 1, {
    freeze: true,
  });
  cluster.advance(START + 5000);
  const ask = (request: ApiRequest, user?: Identity) => (user === undefined ? cluster.request(request) : cluster.request(request, user));
  const create = (resource: string, object: JsonValue, user?: Identity) =>
    ask({ verb: 'create', ...placeOf(resource, object), body: object }, user);
  return {
    cluster,
    ask,
    create,
    told: (request, user) => {
      const { code, body } = ask(request, user);
      return code < 400 ? String(code) : `${code} ${(body as Status).message ?? ''}`;
    },
    grant: (name, rules, namespace) => {
      const [role, binding] = namespace === undefined ? ['ClusterRole', 'ClusterRoleBinding'] : ['Role', 'RoleBinding'];
      const head = { apiVersion: `${RBAC}/v1`, metadata: { name, ...(namespace === undefined ? {} : { namespace }) } };
      create(`${role.toLowerCase()}s.${RBAC}`, { ...head, kind: role, rules });
      const subjects = [{ kind: 'User', name: 'alice', apiGroup: RBAC }];
      create(`${binding.toLowerCase()}s.${RBAC}`, { ...head, kind: binding, subjects, roleRef: { apiGroup: RBAC, kind: role, name } });
    },
    run: (seconds) => void cluster.advance(cluster.state.now + seconds * 1000),
  };
}

function placeOf(resource: string, object: JsonValue): { group: string; resource: string; namespace?: string } {
  const [name = '', ...group] = resource.split('.');
  const { namespace } = (object as unknown as KubeObject).metadata ?? {};
  return { resource: name, group: group.join('.'), ...(namespace === undefined ? {} : { namespace }) };
}
