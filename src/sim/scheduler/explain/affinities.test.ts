import { expect, test } from 'vitest';
import type { Affinity, Node, Pod } from '../../../api/types.gen.ts';
import { affinitiesOf } from './affinities.ts';

const node = (name: string, zone: string): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, labels: { 'kubernetes.io/hostname': name, zone } },
});
const NODES = [node('n1', 'a'), node('n2', 'a'), node('n3', 'b')];

function pod(name: string, app: string, nodeName: string, affinity?: Affinity): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', labels: { app } },
    spec: { containers: [], ...(nodeName === '' ? {} : { nodeName }), ...(affinity === undefined ? {} : { affinity }) },
  };
}

const near = (app: string, topologyKey: string) => ({ topologyKey, labelSelector: { matchLabels: { app } } });

function told(subject: Pod, others: readonly Pod[]): readonly string[] {
  return affinitiesOf(subject, [subject, ...others], NODES, () => ({})).terms.map(
    ({ about, weight, words, nodes, podCount, holds }) => `${about} ${weight} ${words}: ${nodes.join(' ')}, ${podCount} pods, ${holds}`,
  );
}

test('a pod without affinity has no terms', () => {
  expect(told(pod('a', 'web', 'n1'), [])).toEqual([]);
});

test('terms name the nodes and pods that they are about, and whether they hold', () => {
  const affinity: Affinity = {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 7, preference: { matchExpressions: [{ key: 'zone', operator: 'In', values: ['b'] }] } },
      ],
    },
    podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near('db', 'zone')] },
    podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near('web', 'kubernetes.io/hostname')] },
  };
  const others = [pod('db', 'db', 'n2'), pod('b', 'web', 'n3'), pod('waits', 'web', '')];
  expect(told(pod('a', 'web', 'n1', affinity), others)).toEqual([
    'node 7 zone In (b): n3, 0 pods, false',
    'pod 0 app=db: n1 n2, 1 pods, true',
    'anti 0 app=web: n3, 1 pods, true',
  ]);
  expect(told(pod('a', 'web', 'n3', affinity), others)).toEqual([
    'node 7 zone In (b): n3, 0 pods, true',
    'pod 0 app=db: n1 n2, 1 pods, false',
    'anti 0 app=web: n3, 1 pods, false',
  ]);
  expect(told(pod('a', 'web', '', affinity), others).every((line) => line.endsWith('undefined'))).toBe(true);
});

test('the first of a group that wants to be together may start anywhere', () => {
  const affinity: Affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [near('web', 'zone')] } };
  expect(told(pod('a', 'web', 'n1', affinity), [])).toEqual(['pod 0 app=web: , 0 pods, true']);
});

test('nodeSelector and required node affinity are lines of their own', () => {
  const subject = pod('a', 'web', 'n1', {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: 'zone', operator: 'In', values: ['b'] }] },
          { matchExpressions: [{ key: 'gpu', operator: 'Exists' }] },
        ],
      },
    },
  });
  const selecting: Pod = { ...subject, spec: { containers: [], ...subject.spec, nodeSelector: { zone: 'a' } } };
  expect(told(selecting, [])).toEqual(['node 0 zone=a: n1 n2, 0 pods, true', 'node 0 zone In (b) | gpu Exists: n3, 0 pods, false']);
});
