import { beforeEach, expect, test } from 'vitest';
import { type Cluster, createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

type Editing = (text: string) => string;
let cluster: Cluster;

/** Each editing is one opening of the editor. */
async function edit(line: string, ...editings: readonly Editing[]) {
  const seen: string[] = [];
  const io = {
    port: clusterPort(cluster),
    namespace: 'lab',
    readFile: () => undefined,
    stdin: '',
    edit: (text: string) => {
      const editing = editings[seen.length];
      seen.push(text);
      return Promise.resolve(editing === undefined ? undefined : { text: editing(text), path: '/tmp/edit.yaml' });
    },
  };
  return { ...(await runKubectl(splitCommandLine(line), io)), seen };
}

beforeEach(async () => {
  cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });
  for (const line of [
    'create namespace lab',
    'create configmap x --from-literal=k=1',
    'create configmap y',
    'label cm x y a=b',
    'create deployment web --image=nginx',
  ])
    expect(await edit(line)).toMatchObject({ exitCode: 0 });
});

const as =
  (before: string | RegExp, after: string): Editing =>
  (text) =>
    text.replace(before, after);
const unchanged: Editing = (text) => text;

test('what was changed is sent as a patch', async () => {
  const { stdout, stderr, seen } = await edit('edit cm/x --output-patch', as('k: "1"', 'k: "2"'));
  expect({ stdout, stderr }).toEqual({ stdout: 'Patch: {"data":{"k":"2"}}\nconfigmap/x edited\n', stderr: '' });
  expect(seen[0]).toMatch(/^# Please edit the object below\..*\n#\napiVersion: v1\ndata:\n {2}k: "1"\n/s);
  expect(seen[0]).not.toContain('managedFields');
});

test.each<readonly [name: string, editing: Editing, stderr: string]>([
  ['nothing changed', unchanged, 'Edit cancelled, no changes made.\n'],
  ['only comments changed', (text) => `# more\n${text}`, 'Edit cancelled, no changes made.\n'],
  ['nothing left', () => '# nothing\n', 'Edit cancelled, saved file was empty.\n'],
])('%s', async (_, editing, stderr) => {
  expect(await edit('edit cm x', editing)).toMatchObject({ exitCode: 0, stdout: '', stderr });
});

test('a name may not change', async () => {
  const { exitCode, stderr } = await edit('edit cm x', as('name: x', 'name: z'));
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: 'A copy of your changes has been stored to "/tmp/edit.yaml"\nerror: At least one of apiVersion, kind and name was changed\n',
  });
});

test('what is invalid comes back with the reasons', async () => {
  const { stdout, stderr, seen } = await edit('edit deploy web', as('replicas: 1', 'replicas: -1'), as('replicas: -1', 'replicas: 2'));
  expect({ stdout, stderr }).toEqual({ stdout: 'deployment.apps/web edited\n', stderr: 'error: deployments.apps "web" is invalid\n' });
  expect(seen[1]).toContain(
    '#\n# deployments.apps "web" was not valid:\n# * spec.replicas: Invalid value: -1: must be greater than or equal to 0\n#\napiVersion',
  );
});

test('nothing better than what was invalid', async () => {
  const { exitCode, stderr, seen } = await edit('edit cm x', as('data:', 'data'), unchanged);
  expect(exitCode).toBe(1);
  expect(seen[1]).toContain('\n# The edited file had a syntax error: error parsing edited-file: error converting YAML to JSON: yaml: ');
  expect(stderr).toBe('A copy of your changes has been stored to "/tmp/edit.yaml"\nerror: Edit cancelled, no valid changes were saved.\n');
});

test('several objects are edited in one list', async () => {
  const { stdout, seen } = await edit('edit cm x y', as('a: b', 'a: c'));
  expect(stdout).toBe('configmap/x edited\nconfigmap/y skipped\n');
  expect(seen[0]).toContain('kind: List\nmetadata: {}\n');
});

test('without an editor', async () => {
  expect(await edit('edit cm x')).toMatchObject({ exitCode: 1, stderr: 'error: unable to launch the editor "vi"\n' });
});
