import { describe, expect, it } from 'vitest';
import { NODE } from '../../../api/resources.ts';
import { outcome, pod, testServer } from '../../../testing/test-server.ts';

const KUBELET = { user: 'system:node:n1', groups: ['system:nodes', 'system:authenticated'] };

function server() {
  const all = testServer();
  all.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } });
  all.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n2' } });
  return all;
}

describe('a kubelet', () => {
  it('registers itself, without labels of others', () => {
    const all = testServer();
    const node = (name: string, labels: object = {}) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name, labels } });
    expect(outcome(all.create(node('n1', { 'node-role.kubernetes.io/worker': '', 'kubernetes.io/os': 'linux', own: 'x' }), KUBELET))).toBe(
      '403 nodes "n1" is forbidden: node "n1" is not allowed to set the following labels: node-role.kubernetes.io/worker',
    );
    expect(outcome(all.create(node('n1', { 'kubernetes.io/os': 'linux', own: 'x' }), KUBELET))).toBe('201');
  });

  it('does not touch its own taints', () => {
    const all = server();
    const stored = all.read(NODE, 'n1');
    const body = { ...stored, spec: { taints: [] } } as never;
    expect(outcome(all.send({ verb: 'update', group: '', resource: 'nodes', name: 'n1', body }, KUBELET))).toBe(
      '403 nodes "n1" is forbidden: node "n1" is not allowed to modify taints',
    );
  });

  it('creates only mirrors of pods on itself', () => {
    const all = server();
    const uid = all.read(NODE, 'n1').metadata.uid;
    const owner = { apiVersion: 'v1', kind: 'Node', name: 'n1', uid, controller: true };
    const annotations = { 'kubernetes.io/config.mirror': 'x' };
    const create = (spec: object, metadata: object) => outcome(all.create(pod('a', spec, metadata), KUBELET));
    expect(create({ nodeName: 'n1' }, {})).toBe(
      '403 pods "a" is forbidden: pod does not have "kubernetes.io/config.mirror" annotation, node "n1" can only create mirror pods',
    );
    expect(create({ nodeName: 'n2' }, { annotations })).toBe(
      '403 pods "a" is forbidden: node "n1" can only create pods with spec.nodeName set to itself',
    );
    expect(create({ nodeName: 'n1' }, { annotations })).toBe(
      '403 pods "a" is forbidden: node "n1" can only create pods with an owner reference set to itself',
    );
    const secret = { nodeName: 'n1', volumes: [{ name: 'v', secret: { secretName: 's' } }] };
    expect(create(secret, { annotations, ownerReferences: [owner] })).toMatch(
      /can not create pods that reference secrets|may not reference secrets/,
    );
    expect(create({ nodeName: 'n1' }, { annotations, ownerReferences: [owner] })).toBe('201');
  });
});
