import { expect, it } from 'vitest';
import { DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER, POD } from '../../../api/resources.ts';
import type { HorizontalPodAutoscalerSpec, PodSpec } from '../../../api/types.gen.ts';
import { measuredCluster } from '../../../testing/measured-cluster.ts';
import { type SmallCluster, one } from '../../../testing/small-cluster.ts';
import { restoreCluster } from '../../cluster.ts';

const REQUESTS = { resources: { requests: { cpu: '200m' } }, ports: [{ containerPort: 80 }] };

function withWorkload(template: PodSpec = one('registry.k8s.io/hpa-example', REQUESTS), more: Partial<HorizontalPodAutoscalerSpec> = {}) {
  const c = measuredCluster();
  c.create(DEPLOYMENT, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: template } },
  });
  c.create(HORIZONTAL_POD_AUTOSCALER, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: {
      maxReplicas: 10,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
      ...more,
    },
  });
  return c;
}

/** Requests that are spread over the pods, every five seconds. */
function load(c: SmallCluster, seconds: number, perSecond: number): void {
  for (let at = 0; at < seconds; at += 5) {
    const pods = c.list(POD).filter(({ status }) => status?.phase === 'Running');
    const count = Math.floor((5 * perSecond) / Math.max(1, pods.length));
    for (const { metadata, status } of pods)
      c.traffic({ url: `http://${status?.podIP ?? ''}/`, from: `default/${metadata.name ?? ''}`, count });
    c.run(5);
  }
}

const replicasOf = (c: SmallCluster) => c.get(DEPLOYMENT, 'web')?.spec?.replicas;
const statusOf = (c: SmallCluster) => c.get(HORIZONTAL_POD_AUTOSCALER, 'web')?.status;
const reasonsOf = (c: SmallCluster) => statusOf(c)?.conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason ?? ''}`);
const rescales = (c: SmallCluster) => c.events('web').filter((text) => text.startsWith('SuccessfulRescale'));

it('scales with the load, and back once the load has been gone for five minutes', () => {
  const c = withWorkload();
  c.run(60);
  expect([replicasOf(c), statusOf(c)?.currentMetrics?.[0]?.resource?.current]).toEqual([1, { averageUtilization: 1, averageValue: '2m' }]);
  expect(reasonsOf(c)).toEqual([
    'AbleToScale=True ReadyForNewScale',
    'ScalingActive=True ValidMetricFound',
    'ScalingLimited=False DesiredWithinRange',
  ]);
  // 120 requests a second of 5 ms: 600m, which six pods of 200m bear at half their requests.
  load(c, 180, 120);
  expect(replicasOf(c)).toBe(6);
  expect(statusOf(c)?.currentMetrics?.[0]?.resource?.current.averageUtilization).toBeLessThanOrEqual(55);
  load(c, 240, 0);
  expect([replicasOf(c), reasonsOf(c)?.[0]]).toEqual([6, 'AbleToScale=True ScaleDownStabilized']);
  c.run(120);
  expect(replicasOf(c)).toBe(1);
  expect(rescales(c)).toEqual([
    'SuccessfulRescale New size: 3; reason: cpu resource utilization (percentage of request) above target',
    'SuccessfulRescale New size: 6; reason: cpu resource utilization (percentage of request) above target',
    // As the highest of the last five minutes gets lower.
    'SuccessfulRescale New size: 5; reason: All metrics below target',
    'SuccessfulRescale New size: 1; reason: All metrics below target',
  ]);
});

it('goes no faster than its behavior lets it, and says so', () => {
  const behavior = {
    scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
    scaleDown: { stabilizationWindowSeconds: 0, selectPolicy: 'Disabled' },
  };
  const c = withWorkload(undefined, { behavior });
  c.run(45);
  load(c, 30, 120);
  expect([replicasOf(c), reasonsOf(c)?.[2]]).toEqual([2, 'ScalingLimited=True ScaleUpLimit']);
  load(c, 60, 120);
  expect(replicasOf(c)).toBe(3);
  load(c, 60, 0);
  expect([replicasOf(c), reasonsOf(c)?.[2]]).toEqual([3, 'ScalingLimited=True ScaleDownLimit']);
});

it('stays as it is while the metrics-server is stopped, and goes on after it', () => {
  const c = withWorkload();
  c.run(60);
  c.fault({ type: 'component-stop', component: 'metrics-server' });
  load(c, 30, 120);
  const text =
    'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: ' +
    'the server is currently unable to handle the request (get pods.metrics.k8s.io)';
  expect([replicasOf(c), statusOf(c)?.desiredReplicas]).toEqual([1, 1]);
  expect(statusOf(c)?.conditions?.[1]).toMatchObject({
    status: 'False',
    reason: 'FailedGetResourceMetric',
    message: `the HPA was unable to compute the replica count: ${text}`,
  });
  expect(c.events('web')).toContain(`FailedGetResourceMetric ${text} ×2`);
  c.fault({ type: 'component-start', component: 'metrics-server' });
  load(c, 30, 120);
  expect(replicasOf(c)).toBeGreaterThan(1);
});

it('is refused the scale that no role lets it read', () => {
  const c = withWorkload();
  c.run(60);
  const role = 'system:controller:horizontal-pod-autoscaler';
  c.cluster.request({ verb: 'delete', group: 'rbac.authorization.k8s.io', resource: 'clusterrolebindings', name: role });
  c.run(15);
  expect(statusOf(c)?.conditions?.[0]?.message).toContain(
    `deployments.apps "web" is forbidden: User "system:serviceaccount:kube-system:horizontal-pod-autoscaler" cannot get resource "deployments/scale" in API group "apps" in the namespace "default"`,
  );
});

it('says which container asks for nothing', () => {
  const c = withWorkload(one('registry.k8s.io/hpa-example'));
  c.run(60);
  expect(statusOf(c)?.conditions?.[1]?.message).toMatch(
    /^the HPA was unable to compute the replica count: failed to get cpu utilization: missing request for cpu in container app of Pod web-/,
  );
});

it('takes a container alone, memory, and the highest of what several metrics ask for', () => {
  const container = { name: 'cpu', container: 'app', target: { type: 'Utilization', averageUtilization: 50 } };
  const memory = { name: 'memory', target: { type: 'AverageValue', averageValue: '4Mi' } };
  const c = withWorkload(undefined, {
    metrics: [
      { type: 'ContainerResource', containerResource: container },
      { type: 'Resource', resource: memory },
    ],
  });
  c.run(60);
  const [first, second] = statusOf(c)?.currentMetrics ?? [];
  expect(first?.containerResource).toEqual({ name: 'cpu', container: 'app', current: { averageUtilization: 1, averageValue: '2m' } });
  expect(second?.resource?.current.averageValue).toMatch(/^\d{7,}$/);
  expect(replicasOf(c)).toBeGreaterThan(1);
  expect(rescales(c)[0]).toContain('; reason: memory resource above target');
});

it('goes up by what it knows, and not down while something is unknown', () => {
  const target = { type: 'AverageValue', averageValue: '10' };
  const metrics = [
    { type: 'External', external: { metric: { name: 'queue' }, target } },
    { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } },
  ];
  const c = withWorkload(undefined, { metrics, behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } });
  c.run(60);
  load(c, 60, 120);
  const replicas = replicasOf(c) ?? 0;
  expect(replicas).toBeGreaterThan(2);
  expect(reasonsOf(c)?.[1]).toBe('ScalingActive=True ValidMetricFound');
  load(c, 90, 0);
  expect(replicasOf(c)).toBe(replicas);
  expect(reasonsOf(c)?.[1]).toBe('ScalingActive=False FailedGetExternalMetric');
});

it('does not fight with another autoscaler over the same pods', () => {
  const c = withWorkload();
  const spec = c.get(HORIZONTAL_POD_AUTOSCALER, 'web')?.spec;
  if (spec === undefined) throw new Error('no autoscaler');
  const other = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'other' }, spec } as const;
  c.create(HORIZONTAL_POD_AUTOSCALER, other);
  c.run(60);
  expect(reasonsOf(c)?.[1]).toBe('ScalingActive=False AmbiguousSelector');
  expect(c.events('web').join()).toContain('pods by selector app=web are controlled by multiple HPAs: [{other default} {web default}]');
  c.remove(HORIZONTAL_POD_AUTOSCALER, 'other');
  c.run(20);
  expect(reasonsOf(c)?.[1]).toBe('ScalingActive=True ValidMetricFound');
});

it('remembers across a snapshot what was asked for', () => {
  const c = withWorkload();
  c.run(60);
  load(c, 60, 120);
  const copy = restoreCluster(c.cluster.snapshot(), { freeze: true });
  for (const cluster of [c.cluster, copy]) cluster.advance(cluster.state.now + 400_000);
  expect(JSON.stringify(copy.state.heap)).toBe(JSON.stringify(c.cluster.state.heap));
});
