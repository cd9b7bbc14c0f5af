/** What an action means for the cluster as it stands when its time comes: commands. */
import { type KubeObject, apiVersionOf, groupResource, nameOf, namespaceOf, uidOf } from '../../api/object.ts';
import type { WriteRequest } from '../../api/request.ts';
import { DEPLOYMENT, ENDPOINT_SLICE, JOB, PERSISTENT_VOLUME_CLAIM, POD, REPLICA_SET } from '../../api/resources.ts';
import type { JsonValue } from '../../api/scalars.ts';
import type { ReplicaSet } from '../../api/types.gen.ts';
import type { Cluster } from '../../sim/cluster.ts';
import { objectsOf } from '../../sim/engine.ts';
import type { Command } from '../../sim/kernel/command.ts';
import type { Action, Deed, LiveResource } from './plan.ts';

export function commandsOf(cluster: Cluster, action: Action): readonly Command[] {
  switch (action.type) {
    case 'request':
      return [asUser(action.request)];
    case 'fault':
      return [{ type: 'fault', fault: action.fault }];
    case 'live': {
      const object = picked(cluster, action.resource, action.namespace, action.pick);
      return object === undefined ? [] : commandsFor(cluster, action.resource, object, action.deed);
    }
    case 'drain':
      return drain(cluster, action.node);
    case 'undo':
      return undo(cluster, action);
  }
}

const TYPES = {
  pods: POD,
  'replicasets.apps': REPLICA_SET,
  'jobs.batch': JOB,
  'endpointslices.discovery.k8s.io': ENDPOINT_SLICE,
  persistentvolumeclaims: PERSISTENT_VOLUME_CLAIM,
} as const satisfies { readonly [resource in LiveResource]: object };

function asUser(request: WriteRequest): Command {
  return { type: 'api', user: 'admin', request };
}

function picked(cluster: Cluster, resource: LiveResource, namespace: string, pick: number): KubeObject | undefined {
  const objects = objectsOf<KubeObject>(cluster, TYPES[resource]).filter((object) => namespaceOf(object) === namespace);
  return objects[pick % Math.max(1, objects.length)];
}

function commandsFor(cluster: Cluster, resource: LiveResource, object: KubeObject, deed: Deed): readonly Command[] {
  const place = { ...placeOf(resource), namespace: namespaceOf(object), name: nameOf(object) };
  switch (deed.type) {
    case 'delete':
      return [asUser({ verb: 'delete', ...place, body: deed.body })];
    case 'merge':
      return [asUser({ verb: 'patch', ...place, patchType: 'merge', body: deed.body })];
    case 'evict':
      return [asUser(eviction(place.namespace, place.name))];
    case 'crash':
      return [{ type: 'fault', fault: { type: 'container-crash', namespace: place.namespace, pod: place.name } }];
    case 'give': {
      const owner = picked(cluster, deed.resource, place.namespace, deed.pick);
      if (owner === undefined || owner === object) return [];
      const type = TYPES[deed.resource];
      const reference = {
        apiVersion: apiVersionOf(type),
        kind: type.kind,
        name: nameOf(owner),
        uid: uidOf(owner),
        controller: deed.controller,
      };
      return [asUser({ verb: 'patch', ...place, patchType: 'merge', body: { metadata: { ownerReferences: [reference] } } })];
    }
  }
}

function placeOf(resource: LiveResource): { readonly group: string; readonly resource: string } {
  const [name = '', ...group] = groupResource(TYPES[resource]).split('.');
  return { group: group.join('.'), resource: name };
}

function eviction(namespace: string, name: string): WriteRequest {
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
  return { verb: 'create', group: '', resource: 'pods', namespace, name, subresource: 'eviction', body };
}

function drain(cluster: Cluster, node: string): readonly Command[] {
  const body: JsonValue = { spec: { unschedulable: true } };
  const cordon: WriteRequest = { verb: 'patch', group: '', resource: 'nodes', name: node, patchType: 'merge', body };
  const pods = objectsOf(cluster, POD).filter((pod) => pod.spec?.nodeName === node && !isDaemon(pod));
  return [cordon, ...pods.map((pod) => eviction(namespaceOf(pod), nameOf(pod)))].map(asUser);
}

function isDaemon({ metadata }: KubeObject): boolean {
  return metadata.ownerReferences?.some(({ kind, controller }) => kind === 'DaemonSet' && controller === true) === true;
}

const HASH = 'pod-template-hash';

function undo(cluster: Cluster, { namespace, name, pick }: Extract<Action, { type: 'undo' }>): readonly Command[] {
  const deployment = objectsOf(cluster, DEPLOYMENT).find((object) => nameOf(object) === name && namespaceOf(object) === namespace);
  const own = objectsOf(cluster, REPLICA_SET).filter((set) => set.metadata.ownerReferences?.[0]?.uid === deployment?.metadata.uid);
  const template = own[pick % Math.max(1, own.length)]?.spec?.template;
  if (deployment === undefined || template === undefined) return [];
  const body = [{ op: 'replace', path: '/spec/template', value: withoutHash(template) as unknown as JsonValue }];
  const place = { group: 'apps', resource: 'deployments', namespace, name };
  return [asUser({ verb: 'patch', ...place, patchType: 'json', body })];
}

function withoutHash(template: NonNullable<NonNullable<ReplicaSet['spec']>['template']>): object {
  const { [HASH]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}
