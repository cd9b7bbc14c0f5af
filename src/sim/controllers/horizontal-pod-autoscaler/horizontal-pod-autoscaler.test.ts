import { describe, expect, it } from 'vitest';
import { DEPLOYMENT, HORIZONTAL_POD_AUTOSCALER } from '../../../api/resources.ts';
import type { CrossVersionObjectReference } from '../../../api/types.gen.ts';
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

function scaleBetween(c: SmallCluster, minReplicas: number, maxReplicas: number, scaleTargetRef = WEB): void {
  const target = { type: 'Utilization', averageUtilization: 50 };
  const metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }];
  c.create(HORIZONTAL_POD_AUTOSCALER, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'scaler' },
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
