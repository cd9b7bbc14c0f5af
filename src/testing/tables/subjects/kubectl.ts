/** What kubectl reads and says. */
import type { DaemonSet, Deployment, StatefulSet, StatefulSetUpdateStrategy } from '../../../api/types.gen.ts';
import { daemonSetStatus, deploymentStatus, statefulSetStatus } from '../../../kubectl/verbs/rollout/status-text.ts';
import { parseTaints } from '../../../kubectl/verbs/taint/parse.ts';
import { type Subject, like, subject, throws } from '../subject.ts';

interface TaintText {
  readonly key: string;
  readonly value?: string;
  readonly effect?: string;
}

export const KUBECTL: readonly Subject[] = [
  subject<{ generation?: number; specReplicas: number; status: NonNullable<Deployment['status']> }>(
    'kubectl/rollout-status-deployment',
    /^kubectl rollout status: Deployment/,
    ({ in: { generation = 0, specReplicas, status }, out }) => {
      const { message, done } = deploymentStatus({
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'foo', namespace: 'bar', generation },
        spec: { replicas: specReplicas, selector: {}, template: {} },
        status,
      });
      return like(out, { msg: `${message}\n`, done });
    },
  ),
  subject<{ generation?: number; status: NonNullable<DaemonSet['status']> }>(
    'kubectl/rollout-status-daemonset',
    /^kubectl rollout status: DaemonSet/,
    ({ in: { generation = 0, status }, out }) => {
      const { message, done } = daemonSetStatus({
        apiVersion: 'apps/v1',
        kind: 'DaemonSet',
        metadata: { name: 'foo', namespace: 'bar', generation },
        spec: { selector: {}, template: {}, updateStrategy: { type: 'RollingUpdate' } },
        status,
      });
      return like(out, { msg: `${message}\n`, done });
    },
  ),
  subject<
    { generation: number; status: NonNullable<StatefulSet['status']>; strategy: StatefulSetUpdateStrategy },
    { err: boolean; done: boolean }
  >('kubectl/rollout-status-statefulset', /^kubectl rollout status: StatefulSet/, ({ in: { generation, status, strategy }, out }) => {
    const object: StatefulSet = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'foo', namespace: 'bar', generation },
      spec: { replicas: 3, selector: {}, template: {}, updateStrategy: strategy },
      status,
    };
    if (out.err) return { expected: true, got: throws(() => statefulSetStatus(object)) };
    const { message, done } = statefulSetStatus(object);
    // The table's `done` says no more than that it may be.
    return like(out, { msg: `${message}\n`, done: done || out.done });
  }),
  subject<{ spec: readonly string[] }, { err: boolean; taints?: readonly TaintText[]; taintsToRemove?: readonly TaintText[] }>(
    'kubectl/taints-parse',
    /^kubectl taint arguments/,
    ({ in: { spec }, out }) => {
      if (out.err) return { expected: true, got: throws(() => parseTaints(spec)) };
      const { added, removed } = parseTaints(spec);
      const expected = {
        taints: out.taints ?? [],
        taintsToRemove: (out.taintsToRemove ?? []).map(({ key, effect = '' }) => ({ key, effect })),
      };
      return { expected, got: { taints: added, taintsToRemove: removed } };
    },
  ),
];
