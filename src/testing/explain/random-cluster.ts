/** Small random clusters with pods on them, and a pod that may or may not find a place. For property tests. */
import fc from 'fast-check';
import { POD } from '../../api/resources.ts';
import type { JsonValue } from '../../api/scalars.ts';
import type { Node, Pod, PodSpec } from '../../api/types.gen.ts';
import { type Cluster, createCluster } from '../../sim/cluster.ts';
import type { MachineSpec } from '../../sim/kernel/spec.ts';
import { START, type SmallCluster, handlesOf } from '../small-cluster.ts';

export interface Situation {
  readonly seed: number;
  readonly machines: readonly MachineSpec[];
  readonly cordoned: readonly number[];
  readonly stopped: readonly number[];
  readonly residents: readonly Resident[];
  readonly wanted: Wanted;
}

interface Resident {
  readonly app: string;
  readonly cpu: string;
  readonly port: number;
  readonly alone: boolean;
  readonly replicas: number;
}

type Wanted = { readonly cpu: string; readonly memory: string; readonly spec: Partial<PodSpec>; readonly port: number };

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const taint = fc.constantFrom({ key: 'only', value: 'gpu', effect: 'NoSchedule' as const }, { key: 'old', effect: 'NoExecute' as const });

const machine = fc.record({
  cpu: fc.constantFrom('1', '2', '4'),
  memory: fc.constantFrom('2Gi', '8Gi'),
  zone: fc.constantFrom('a', 'b'),
  disk: fc.constantFrom('', 'ssd', 'hdd'),
  taints: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.array(taint, { maxLength: 1 }) }),
});

const resident = fc.record({
  app: fc.constantFrom('web', 'db'),
  cpu: fc.constantFrom('100m', '500m', '1'),
  port: fc.constantFrom(0, 0, 0, 8080),
  alone: fc.constantFrom(false, false, false, true),
  replicas: fc.constantFrom(0, 0, 1, 2, 3),
});

const selector = (app: string) => ({ labelSelector: { matchLabels: { app } } });
const near = (app: string, topologyKey: string) => ({
  requiredDuringSchedulingIgnoredDuringExecution: [{ ...selector(app), topologyKey }],
});
const requirement = fc.constantFrom(
  { key: 'disk', operator: 'In' as const, values: ['ssd'] },
  { key: 'disk', operator: 'Exists' as const },
  { key: 'disk', operator: 'DoesNotExist' as const },
  { key: 'disk', operator: 'NotIn' as const, values: ['hdd'] },
  { key: 'generation', operator: 'Gt' as const, values: ['3'] },
  { key: 'topology.kubernetes.io/zone', operator: 'In' as const, values: ['a'] },
);
const hostname = 'kubernetes.io/hostname';
const zone = 'topology.kubernetes.io/zone';

const affinity = fc.oneof(
  requirement.map((matchExpression) => ({
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [matchExpression] }] },
    },
  })),
  fc.constantFrom('web', 'db').map((app) => ({ podAffinity: near(app, zone) })),
  fc.constantFrom('web', 'wanted').map((app) => ({ podAntiAffinity: near(app, hostname) })),
  fc.constant({ podAntiAffinity: near('db', zone) }),
);

const spread = fc
  .record({ topologyKey: fc.constantFrom(hostname, zone, 'rack'), app: fc.constantFrom('web', 'wanted') })
  .map(({ topologyKey, app }) => [
    { topologyKey, maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' as const, labelSelector: { matchLabels: { app } } },
  ]);

const wanted = fc
  .record({
    cpu: fc.constantFrom('100m', '900m', '1500m', '3', '6'),
    memory: fc.constantFrom('64Mi', '1Gi', '5Gi'),
    port: fc.constantFrom(0, 0, 8080),
    nodeSelector: maybe(fc.constantFrom({ disk: 'ssd' }, { disk: 'ssd', tier: 'front' }, { [zone]: 'b' })),
    affinity: maybe(affinity),
    topologySpreadConstraints: maybe(spread),
    tolerations: maybe(fc.constant([{ key: 'only', operator: 'Exists' as const }])),
    schedulingGates: fc.oneof(
      { weight: 9, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constant([{ name: 'example.com/wait' }]) },
    ),
  })
  .map(({ cpu, memory, port, ...spec }): Wanted => ({ cpu, memory, port, spec: JSON.parse(JSON.stringify(spec)) as Partial<PodSpec> }));

export const situations: fc.Arbitrary<Situation> = fc.record({
  seed: fc.integer({ min: 0, max: 100_000 }),
  machines: fc.array(machine, { minLength: 1, maxLength: 4 }).map((all) =>
    all.map(({ disk, cpu, memory, ...more }, index) => ({
      name: `n${index + 1}`,
      cpu,
      memory,
      labels: disk === '' ? {} : { disk },
      ...more,
    })),
  ),
  cordoned: fc.array(fc.nat(3), { maxLength: 1 }),
  stopped: fc.array(fc.nat(3), { maxLength: 1 }),
  residents: fc.array(resident, { maxLength: 5 }),
  wanted,
});

/** The cluster with its residents, half a minute old; whoever of them found no place is gone. */
export function settled({ seed, machines, cordoned, stopped, residents }: Situation): SmallCluster {
  const cluster: Cluster = createCluster({ startTime: START, images: 'preloaded', machines }, seed, { freeze: true });
  cluster.advance(START + 5000);
  const handles = handlesOf(cluster);
  for (const [index, one] of residents.entries()) createResident(cluster, `${one.app}-${index}`, one);
  handles.run(10);
  for (const pod of handles.list(POD)) if (!pod.spec?.nodeName) abandon(handles, pod);
  handles.run(5);
  for (const index of cordoned) if (index < machines.length) cordon(cluster, `n${index + 1}`);
  for (const index of stopped) if (index < machines.length && index % 2 === 1) handles.fault({ type: 'node-stop', node: `n${index + 1}` });
  handles.run(stopped.length > 0 ? 60 : 10);
  return handles;
}

/** A ReplicaSet without room shrinks to what it has. */
function abandon({ cluster, list, remove }: SmallCluster, { metadata }: Pod): void {
  const owner = metadata.ownerReferences?.[0];
  if (owner === undefined) return remove(POD, metadata.name ?? '', 0);
  const placed = list(POD).filter((pod) => pod.metadata.ownerReferences?.[0]?.uid === owner.uid && pod.spec?.nodeName).length;
  cluster.request({
    verb: 'patch',
    group: 'apps',
    resource: 'replicasets',
    namespace: 'default',
    name: owner.name,
    patchType: 'merge',
    body: { spec: { replicas: placed } },
  });
}

function cordon(cluster: Cluster, name: string): void {
  cluster.request({ verb: 'patch', group: '', resource: 'nodes', name, patchType: 'merge', body: { spec: { unschedulable: true } } });
}

function createResident(cluster: Cluster, name: string, { app, cpu, port, alone, replicas }: Resident): void {
  const labels = { app };
  const ports = port === 0 ? [] : [{ containerPort: port, hostPort: port }];
  const spec = {
    containers: [{ name: 'app', image: 'nginx:1.27', ports, resources: { requests: { cpu } } }],
    ...(alone ? { affinity: { podAntiAffinity: near('wanted', hostname) } } : {}),
  };
  if (replicas === 0) {
    const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name, labels }, spec: { ...spec, terminationGracePeriodSeconds: 1 } };
    cluster.request({ verb: 'create', group: '', resource: 'pods', namespace: 'default', body: body as unknown as JsonValue });
  } else {
    const set = { replicas, selector: { matchLabels: { set: name } }, template: { metadata: { labels: { ...labels, set: name } }, spec } };
    const body = { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name }, spec: set };
    cluster.request({ verb: 'create', group: 'apps', resource: 'replicasets', namespace: 'default', body: body as unknown as JsonValue });
  }
}

export function wantedPod({ cpu, memory, port, spec }: Wanted): Pod {
  const ports = port === 0 ? [] : [{ containerPort: port, hostPort: port }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'wanted', labels: { app: 'wanted' } },
    spec: { containers: [{ name: 'app', image: 'nginx:1.27', ports, resources: { requests: { cpu, memory } } }], ...spec },
  };
}

export function nodeNames(nodes: readonly Node[]): readonly string[] {
  return nodes.map(({ metadata }) => metadata.name ?? '');
}
