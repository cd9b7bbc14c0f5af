/** What kubectl reads and says. */
import type { Deployment } from '../../../api/types.gen.ts';
import { deploymentStatus } from '../../../kubectl/verbs/rollout/status-text.ts';
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
