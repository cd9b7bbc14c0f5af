import { expect, it } from 'vitest';
import type { KubeObject } from '../../../api/object.ts';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

const START = Date.UTC(2026, 0, 1);

function shell() {
  const cluster = createCluster({ startTime: START, machines: [], images: 'preloaded' }, 1, { freeze: true });
  cluster.advance(START + 2000);
  const port = clusterPort(cluster);
  return {
    /** kubectl with a ConfigMap of this data in `map.yaml`. */
    kubectl: (line: string, data = '{}') =>
      runKubectl(splitCommandLine(line), {
        port,
        namespace: 'default',
        stdin: '',
        readFile: (name: string) =>
          name === 'map.yaml' ? `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: ${data}\n` : undefined,
      }),
    managers: (): readonly string[] => {
      const { body } = cluster.request({ verb: 'get', group: '', resource: 'configmaps', namespace: 'default', name: 'a' });
      return ((body as KubeObject).metadata.managedFields ?? []).map(({ manager, operation }) => `${manager} ${operation}`);
    },
  };
}

it('takes over from client-side apply without a conflict, and keeps its annotation', async () => {
  const { kubectl, managers } = shell();
  await kubectl('apply -f map.yaml', '{a: "1", b: "1"}');
  expect(managers()).toEqual(['kubectl-client-side-apply Update']);
  expect(await kubectl('apply --server-side -f map.yaml', '{a: "2"}')).toMatchObject({
    stdout: 'configmap/a serverside-applied\n',
    stderr: '',
  });
  expect(managers()).toEqual(['kubectl-last-applied Apply', 'kubectl Apply']);
  const { stdout } = await kubectl('get cm a -o jsonpath={.data}{.metadata.annotations}');
  expect(stdout).toBe(
    '{"a":"2"}{"kubectl.kubernetes.io/last-applied-configuration":"{\\"apiVersion\\":\\"v1\\",\\"data\\":{\\"a\\":\\"2\\"},\\"kind\\":\\"ConfigMap\\",\\"metadata\\":{\\"name\\":\\"a\\",\\"namespace\\":\\"default\\"}}\\n"}',
  );
});

it('tells of a conflict with advice, and forces', async () => {
  const { kubectl, managers } = shell();
  await kubectl('apply --server-side -f map.yaml', '{a: "1"}');
  const refused = await kubectl('apply --server-side --field-manager=mine -f map.yaml', '{a: "2"}');
  expect([refused.exitCode, refused.stderr.split('\n')[0]]).toEqual([
    1,
    'error: Apply failed with 1 conflict: conflict with "kubectl": .data.a',
  ]);
  await kubectl('apply --server-side --field-manager=mine --force-conflicts -f map.yaml', '{a: "2"}');
  expect(managers()).toEqual(['mine Apply']);
});

it.each([
  ['apply -f map.yaml --force-conflicts', '--force-conflicts only works with --server-side'],
  [
    'apply -f map.yaml --server-side --dry-run=client',
    "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)",
  ],
  ['apply -f map.yaml --server-side --force', '--force cannot be used with --server-side'],
])('refuses %s', async (line, why) => {
  expect((await shell().kubectl(line)).stderr).toBe(`error: ${why}\n`);
});

it('shows managers when it is told to', async () => {
  const { kubectl } = shell();
  await kubectl('apply --server-side -f map.yaml');
  expect((await kubectl('get cm a -o yaml')).stdout).not.toContain('managedFields');
  expect((await kubectl('get cm a -o yaml --show-managed-fields')).stdout).toContain('manager: kubectl');
  expect((await kubectl('get cm a -o jsonpath={.metadata.managedFields[*].manager}')).stdout).toBe('kubectl');
});
