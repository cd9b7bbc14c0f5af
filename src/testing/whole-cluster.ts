/** A cluster of chosen machines, for tests that look at nodes and at who said what. */
import { kindByGvk } from '../api/kinds/registry.ts';
import { EVENT, NODE, POD } from '../api/resources.ts';
import type { JsonValue } from '../api/scalars.ts';
import type { Node, Pod } from '../api/types.gen.ts';
import { createCluster } from '../sim/cluster.ts';
import type { ClusterSpec, MachineSpec } from '../sim/kernel/spec.ts';
import { START, type SmallCluster, handlesOf } from './small-cluster.ts';

export interface WholeCluster extends Omit<SmallCluster, 'create' | 'events'> {
  /** Creates objects of core kinds, or of the apiVersion that they name, in the namespace default. */
  create(...objects: readonly object[]): void;
  node(name: string): Node;
  pods(): readonly Pod[];
  patchNode(name: string, patch: JsonValue): void;
  patchPod(name: string, patch: JsonValue): void;
  /** `Reason Kind/name: message` of the Events of one component, in the order in which they were last written. */
  said(source: string): readonly string[];
}

/** Boots machines of 4 CPUs and 8Gi, unless they say otherwise, and gives them two seconds to register. */
export function wholeCluster(
  machines: readonly (Partial<MachineSpec> & { readonly name: string })[],
  images: ClusterSpec['images'] = 'preloaded',
  others: Partial<ClusterSpec> = {},
): WholeCluster {
  const spec = { startTime: START, images, ...others, machines: machines.map((machine) => ({ cpu: '4', memory: '8Gi', ...machine })) };
  const cluster = createCluster(spec, 1, { freeze: true });
  cluster.advance(START + 2000);
  const handles = handlesOf(cluster);
  return {
    ...handles,
    create: (...objects) => {
      for (const object of objects) {
        const { apiVersion = 'v1', kind = '' } = object as { apiVersion?: string; kind?: string };
        const type = kindByGvk(apiVersion, kind)?.type;
        if (type === undefined) throw new Error(`no kind ${apiVersion} ${kind}`);
        handles.create(type, { apiVersion, kind, metadata: {}, ...object });
      }
    },
    node: (name) => {
      const node = handles.get(NODE, name);
      if (node === undefined) throw new Error(`no node ${name}`);
      return node;
    },
    pods: () => handles.list(POD),
    patchNode: (name, patch) => void handles.patch(NODE, name, patch),
    patchPod: (name, patch) => void handles.patch(POD, name, patch),
    said: (source) =>
      handles
        .list(EVENT)
        .filter((event) => event.source?.component === source)
        .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
        .map(
          ({ reason = '', involvedObject, message = '' }) =>
            `${reason} ${involvedObject.kind ?? ''}/${involvedObject.name ?? ''}: ${message}`,
        ),
  };
}

/** A pod of one container. */
export function podNamed(name: string, spec: object = {}, container: object = {}): object {
  return {
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: { containers: [{ name: 'app', image: 'nginx:1.27', ...container }], ...spec },
  };
}

/** A Deployment of such pods, which it finds by their label `app`. */
export function deploymentNamed(name: string, replicas: number, pod: object = {}, container: object = {}) {
  const labels = { app: name };
  const spec = { ...pod, containers: [{ name: 'app', image: 'nginx:1.27', ...container }] };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}
