/** Random commands for property tests: what people and fate do to a cluster. */
import fc from 'fast-check';
import type { JsonValue } from '../api/scalars.ts';
import type { Cluster } from '../sim/cluster.ts';
import type { Command } from '../sim/kernel/command.ts';
import type { ClusterSpec } from '../sim/kernel/spec.ts';

export const START = Date.UTC(2026, 0, 1);

export const SPEC: ClusterSpec = {
  startTime: START,
  images: 'registry',
  controlPlane: { replicas: 2 },
  machines: ['node-1', 'node-2', 'node-3'].map((name, index) => ({ name, cpu: '2', memory: '4Gi', zone: `zone-${index % 2}` })),
};

export interface Step {
  /** Virtual milliseconds before the command. */
  readonly afterMs: number;
  readonly command: Command;
}

const APPS = { group: 'apps', resource: 'deployments', namespace: 'default' } as const;
const JOBS = { group: 'batch', resource: 'jobs', namespace: 'default' } as const;
const name = fc.constantFrom('web', 'api');
const node = fc.constantFrom('node-1', 'node-2', 'node-3');
const user = 'admin';

const image = fc.constantFrom('nginx:1.29', 'busybox:1.36', 'nginx:missing');

const create = fc.record({ name, replicas: fc.nat(6), image }).map((given): Command => ({
  type: 'api',
  user,
  request: { verb: 'create', ...APPS, body: deployment(given.name, given.replicas, given.image) },
}));
const scale = fc.record({ name, replicas: fc.nat(8) }).map((given): Command => ({
  type: 'api',
  user,
  request: {
    verb: 'patch',
    ...APPS,
    name: given.name,
    subresource: 'scale',
    patchType: 'merge',
    body: { spec: { replicas: given.replicas } },
  },
}));
const remove = name.map((given): Command => ({ type: 'api', user, request: { verb: 'delete', ...APPS, name: given } }));
const SETS = { DaemonSet: 'daemonsets', StatefulSet: 'statefulsets' } as const;
const setKind = fc.constantFrom('DaemonSet' as const, 'StatefulSet' as const);
const createSet = fc.record({ kind: setKind, image, eager: fc.boolean() }).map((given): Command => ({
  type: 'api',
  user,
  request: {
    verb: 'create',
    ...APPS,
    resource: SETS[given.kind],
    body: controlledSet(given.kind, given.image, given.eager),
  },
}));
const updateSet = fc.record({ kind: setKind, image }).map((given): Command => ({
  type: 'api',
  user,
  request: {
    verb: 'patch',
    ...APPS,
    resource: SETS[given.kind],
    name: 'set',
    patchType: 'strategic',
    body: { spec: { template: { spec: { containers: [{ name: 'c', image: given.image }] } } } },
  },
}));
const killPods = fc.constant<Command>({
  type: 'api',
  user,
  request: { verb: 'deletecollection', group: '', resource: 'pods', namespace: 'default', options: { labelSelector: 'app=web' } },
});
const service = name.map((given): Command => ({
  type: 'api',
  user,
  request: {
    verb: 'create',
    group: '',
    resource: 'services',
    namespace: 'default',
    body: { apiVersion: 'v1', kind: 'Service', metadata: { name: given }, spec: { selector: { app: given }, ports: [{ port: 80 }] } },
  },
}));
const job = fc
  .record({ name, seconds: fc.nat(20), fails: fc.boolean(), indexed: fc.boolean(), ttlSecondsAfterFinished: fc.constantFrom(0, 15, 600) })
  .map(({ name: given, seconds, fails, indexed, ttlSecondsAfterFinished }): Command => {
    const containers = [{ name: 'c', image: 'busybox:1.36', command: ['sh', '-c', `sleep ${seconds}; exit ${fails ? 1 : 0}`] }];
    const shape = { completions: 3, parallelism: 2, backoffLimit: 1, completionMode: indexed ? 'Indexed' : 'NonIndexed' };
    const spec = { ...shape, ttlSecondsAfterFinished, template: { spec: { restartPolicy: 'Never', containers } } };
    const body = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: given }, spec };
    return { type: 'api', user, request: { verb: 'create', ...JOBS, body } };
  });
const suspend = fc.record({ name, suspend: fc.boolean() }).map(({ name: given, suspend: isSuspended }): Command => ({
  type: 'api',
  user,
  request: { verb: 'patch', ...JOBS, name: given, patchType: 'merge', body: { spec: { suspend: isSuspended } } },
}));
const cronJob = fc.record({ name, concurrencyPolicy: fc.constantFrom('Allow', 'Forbid', 'Replace') }).map((given): Command => {
  const containers = [{ name: 'c', image: 'busybox:1.36', command: ['sleep', '70'] }];
  const jobTemplate = { spec: { template: { spec: { restartPolicy: 'OnFailure', containers } } } };
  const spec = { schedule: '* * * * *', concurrencyPolicy: given.concurrencyPolicy, jobTemplate };
  const body = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: given.name }, spec };
  return { type: 'api', user, request: { verb: 'create', ...JOBS, resource: 'cronjobs', body } };
});
const nodeFault = fc
  .record({ type: fc.constantFrom('node-stop' as const, 'node-start' as const), node })
  .map((fault): Command => ({ type: 'fault', fault }));
const parts = fc.constantFrom(
  'kube-apiserver',
  'etcd',
  'kube-scheduler',
  'kube-controller-manager',
  'cloud-controller-manager',
  'kube-proxy',
  'coredns',
  'replicaset-controller',
  'deployment-controller',
  'job-controller',
  'node-lifecycle-controller',
  'endpointslice-controller',
  'garbage-collector-controller',
);
const part = fc.oneof(
  parts.map((component) => ({ component })),
  node.map((instance) => ({ component: 'kubelet', instance })),
  fc.constantFrom('control-plane-1', 'control-plane-2').map((instance) => ({ component: 'kube-scheduler', instance })),
);
const stopPart = fc.record({ part, graceful: fc.boolean() }).map((given): Command => ({
  type: 'fault',
  fault: { type: 'component-stop', ...given.part, graceful: given.graceful },
}));
const startPart = part.map((given): Command => ({ type: 'fault', fault: { type: 'component-start', ...given } }));
const traffic = name.map((given): Command => ({ type: 'traffic', traffic: { url: `http://${given}`, count: 3 } }));

export const steps = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 8000 }),
    command: fc.oneof(
      create,
      create,
      createSet,
      updateSet,
      scale,
      remove,
      killPods,
      service,
      job,
      suspend,
      cronJob,
      nodeFault,
      stopPart,
      startPart,
      traffic,
    ),
  }),
  { maxLength: 12 },
);

/** Lets the time before a step pass, in slices of so many events if any are given, and carries the step out. */
export function act(cluster: Cluster, step: Step, slices: readonly number[] = []): void {
  const until = cluster.state.now + step.afterMs;
  for (let index = 0; !cluster.advance(until, slices.length === 0 ? {} : { events: slices[index % slices.length] ?? 1 }); index += 1);
  cluster.execute(step.command);
}

/** Eager ones may do several things at once. */
function controlledSet(kind: keyof typeof SETS, withImage: string, eager: boolean): JsonValue {
  const labels = { set: kind };
  const own: JsonValue =
    kind === 'StatefulSet'
      ? { replicas: 3, podManagementPolicy: eager ? 'Parallel' : 'OrderedReady' }
      : { updateStrategy: { type: 'RollingUpdate', rollingUpdate: eager ? { maxSurge: 1, maxUnavailable: 0 } : { maxUnavailable: 1 } } };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'set' },
    spec: {
      ...own,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: withImage }] } },
    },
  };
}

function deployment(given: string, replicas: number, image: string): JsonValue {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: given },
    spec: {
      replicas,
      selector: { matchLabels: { app: given } },
      template: {
        metadata: { labels: { app: given } },
        spec: { containers: [{ name: 'c', image, resources: { requests: { cpu: '300m' } } }] },
      },
    },
  };
}
