import { describe, expect, it } from 'vitest';
import {
  CUSTOM_RESOURCE_DEFINITION,
  DAEMON_SET,
  DEPLOYMENT,
  HORIZONTAL_POD_AUTOSCALER,
  REPLICATION_CONTROLLER,
  STATEFUL_SET,
} from '../../../api/resources.ts';
import type { KubeObject, ResourceType } from '../../../api/object.ts';
import type { CrossVersionObjectReference, MetricSpec } from '../../../api/types.gen.ts';
import { type SmallCluster, one, smallCluster } from '../../../testing/small-cluster.ts';

const WEB: CrossVersionObjectReference = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };

function cluster(replicas: number): SmallCluster {
  const c = smallCluster();
  c.create(DEPLOYMENT, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: one('nginx:1.27') },
    },
  });
  return c;
}

const CPU: MetricSpec = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } };

function scaleBetween(
  c: SmallCluster,
  minReplicas: number,
  maxReplicas: number,
  scaleTargetRef = WEB,
  name = 'scaler',
  metrics: readonly MetricSpec[] = [CPU],
): void {
  c.create(HORIZONTAL_POD_AUTOSCALER, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name },
    spec: { minReplicas, maxReplicas, scaleTargetRef, metrics },
  });
}

const replicasOf = (c: SmallCluster) => c.get(DEPLOYMENT, 'web')?.spec?.replicas;
const statusOf = (c: SmallCluster) => c.get(HORIZONTAL_POD_AUTOSCALER, 'scaler')?.status;
const reasons = (c: SmallCluster) => statusOf(c)?.conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason ?? ''}`);

describe('an autoscaler', () => {
  it('brings its target within its bounds, 15 s after it came', () => {
    const c = cluster(1);
    scaleBetween(c, 3, 5);
    c.run(14);
    expect(replicasOf(c)).toBe(1);
    c.run(2);
    expect([replicasOf(c), statusOf(c)?.currentReplicas, statusOf(c)?.desiredReplicas]).toEqual([3, 1, 3]);
    expect(c.events('scaler')).toEqual(['SuccessfulRescale New size: 3; reason: Current number of replicas below Spec.MinReplicas']);
    c.patch(DEPLOYMENT, 'web', { spec: { replicas: 9 } });
    c.run(16);
    expect(replicasOf(c)).toBe(5);
    expect(reasons(c)?.[0]).toBe('AbleToScale=True SucceededRescale');
  });

  it('goes no further without metrics, and says so', () => {
    const c = cluster(2);
    scaleBetween(c, 1, 5);
    c.run(16);
    expect([replicasOf(c), statusOf(c)?.currentReplicas, statusOf(c)?.desiredReplicas]).toEqual([2, 2, 0]);
    expect(reasons(c)).toEqual(['AbleToScale=True SucceededGetScale', 'ScalingActive=False FailedGetResourceMetric']);
    expect(c.events('scaler').map((text) => text.split(' ')[0])).toEqual(['FailedGetResourceMetric', 'FailedComputeMetricsReplicas']);
  });

  it('leaves alone what somebody has scaled to zero', () => {
    const c = cluster(0);
    scaleBetween(c, 1, 5);
    c.run(16);
    expect([replicasOf(c), reasons(c)?.[1]]).toEqual([0, 'ScalingActive=False ScalingDisabled']);
  });

  it('misses what is not there', () => {
    const c = cluster(1);
    scaleBetween(c, 1, 5, { ...WEB, name: 'other' });
    c.run(16);
    expect(c.events('scaler')).toEqual(['FailedGetScale deployments.apps "other" not found']);
    expect(reasons(c)).toEqual(['AbleToScale=False FailedGetScale']);
  });
});

describe('what can be scaled', () => {
  const TEMPLATE = { metadata: { labels: { app: 'web' } }, spec: one('nginx:1.27') };

  it('is a StatefulSet or a ReplicationController as well', () => {
    const c = smallCluster();
    const metadata = { name: 'web' };
    const selector = { matchLabels: { app: 'web' } };
    c.create(STATEFUL_SET, {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata,
      spec: { selector, template: TEMPLATE, serviceName: 'w' },
    });
    const rc = { metadata: { labels: { app: 'rc' } }, spec: TEMPLATE.spec };
    c.create(REPLICATION_CONTROLLER, {
      apiVersion: 'v1',
      kind: 'ReplicationController',
      metadata,
      spec: { selector: { app: 'rc' }, template: rc },
    });
    scaleBetween(c, 2, 5, { ...WEB, kind: 'StatefulSet' });
    scaleBetween(c, 3, 5, { apiVersion: 'v1', kind: 'ReplicationController', name: 'web' }, 'other');
    c.run(16);
    expect([c.get(STATEFUL_SET, 'web')?.spec?.replicas, c.get(REPLICATION_CONTROLLER, 'web')?.spec?.replicas]).toEqual([2, 3]);
  });

  it('is a custom resource whose definition says where its replicas stand', () => {
    const c = smallCluster();
    const schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    const scale = { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size', labelSelectorPath: '.status.selector' };
    c.create(CUSTOM_RESOURCE_DEFINITION, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'farms.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural: 'farms', singular: 'farm', kind: 'Farm' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: schema }, subresources: { status: {}, scale } }],
      },
    } as never);
    c.run(5);
    const FARM: ResourceType<KubeObject & { readonly spec: { readonly size: number } }> = {
      group: 'example.com',
      version: 'v1',
      kind: 'Farm',
      resource: 'farms',
      namespaced: true,
    };
    c.create(FARM, { apiVersion: 'example.com/v1', kind: 'Farm', metadata: { name: 'f' }, spec: { size: 1 } });
    scaleBetween(c, 3, 5, { apiVersion: 'example.com/v1', kind: 'Farm', name: 'f' });
    c.run(16);
    expect(c.get(FARM, 'f')?.spec.size).toBe(3);
    c.run(16);
    // It says nothing of its pods.
    expect(reasons(c)).toEqual(['AbleToScale=True SucceededGetScale', 'ScalingActive=False InvalidSelector']);
    expect(c.events('scaler').slice(-2)).toEqual([
      'SelectorRequired selector is required',
      'FailedComputeMetricsReplicas selector is required',
    ]);
  });

  it('is nothing without a scale', () => {
    const c = smallCluster();
    const selector = { matchLabels: { app: 'web' } };
    c.create(DAEMON_SET, { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'web' }, spec: { selector, template: TEMPLATE } });
    scaleBetween(c, 1, 5, { ...WEB, kind: 'DaemonSet' });
    c.run(16);
    expect(c.events('scaler')).toEqual(['FailedGetScale the server could not find the requested resource (get daemonsets web)']);
  });
});

it('gets the errors of a cluster without adapters for other metrics', () => {
  const c = cluster(2);
  const target = { type: 'AverageValue', averageValue: '10' };
  const describedObject = { kind: 'Service', name: 'web', apiVersion: 'v1' };
  scaleBetween(c, 1, 5, WEB, 'scaler', [
    { type: 'Pods', pods: { metric: { name: 'qps' }, target } },
    { type: 'Object', object: { metric: { name: 'hits' }, describedObject, target } },
    { type: 'External', external: { metric: { name: 'queue' }, target } },
  ]);
  c.run(16);
  const NO_API = 'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered';
  expect(c.events('scaler')).toEqual([
    `FailedGetPodsMetric unable to get metric qps: ${NO_API}`,
    `FailedGetObjectMetric unable to get metric hits: ${NO_API} on Service default/web`,
    'FailedGetExternalMetric unable to get external metric default/queue/nil: unable to fetch metrics from external metrics API: ' +
      'the server could not find the requested resource (get queue.external.metrics.k8s.io)',
    `FailedComputeMetricsReplicas invalid metrics (3 invalid out of 3), first error is: failed to get pods metric value: unable to get metric qps: ${NO_API}`,
  ]);
});
