/** DaemonSets and StatefulSets for tests of their controllers, and what such tests ask of a cluster. */
import { controllerOf } from '../api/object.ts';
import { CONTROLLER_REVISION } from '../api/resources.ts';
import type { ControllerRevision, Pod } from '../api/types.gen.ts';
import type { WholeCluster } from './whole-cluster.ts';

export const THREE_NODES = [{ name: 'node-1' }, { name: 'node-2' }, { name: 'node-3' }];

/** What is special about a template. */
export interface TemplateParts {
  readonly pod?: object;
  readonly container?: object;
  readonly annotations?: object;
}

/** `agent`. */
export function daemonSet(spec: object = {}, parts: TemplateParts = {}): object {
  return workload('DaemonSet', 'agent', spec, parts);
}

/** `db`, of three pods. */
export function statefulSet(spec: object = {}, parts: TemplateParts = {}): object {
  const pod = { terminationGracePeriodSeconds: 2, ...parts.pod };
  return workload('StatefulSet', 'db', { replicas: 3, serviceName: 'db', ...spec }, { ...parts, pod });
}

function workload(kind: string, name: string, spec: object, { pod = {}, container = {}, annotations = {} }: TemplateParts): object {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations },
        spec: { containers: [{ name: 'app', image: 'nginx:1.27', ...container }], ...pod },
      },
      ...spec,
    },
  };
}

/** The pods that objects of a kind control, by name. */
export function podsOfKind(cluster: WholeCluster, kind: string): readonly Pod[] {
  return cluster
    .pods()
    .filter((pod) => controllerOf(pod)?.kind === kind)
    .toSorted((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
}

export function revisionsOf(cluster: WholeCluster): readonly ControllerRevision[] {
  return cluster.list(CONTROLLER_REVISION).toSorted((a, b) => a.revision - b.revision);
}

/** A patch of a template's image. */
export function imagePatch(image: string) {
  return { spec: { template: { spec: { containers: [{ name: 'app', image }] } } } };
}

/** Looks a hundred times a second. */
export function watching(cluster: WholeCluster, seconds: number, look: () => void): void {
  for (let turn = 0; turn < seconds * 100; turn += 1) {
    cluster.run(0.01);
    look();
  }
}
