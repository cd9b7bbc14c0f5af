import { beforeAll, expect, test } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

const RBAC = 'rbac.authorization.k8s.io';
const ROLE = (rules: string) => `apiVersion: ${RBAC}/v1\nkind: Role\nmetadata: {name: r}\nrules: ${rules}\n`;
const BINDING = (role: string, user: string) =>
  `apiVersion: ${RBAC}/v1\nkind: RoleBinding\nmetadata: {name: b}\nroleRef: {apiGroup: ${RBAC}, kind: Role, name: ${role}}\n` +
  `subjects: [{apiGroup: ${RBAC}, kind: User, name: ${user}}]\n`;
const FILES: Readonly<Record<string, string>> = {
  'role.yaml': ROLE('[{apiGroups: [""], resources: [pods], verbs: [get]}]'),
  'more.yaml': ROLE('[{apiGroups: [""], resources: [pods], verbs: [get, list]}]'),
  'less.yaml': ROLE('[{apiGroups: [""], resources: [pods], verbs: [list]}]'),
  'binding.yaml': BINDING('r', 'alice'),
  'rebinding.yaml': BINDING('other', 'bob'),
};
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });
const port = clusterPort(cluster);

async function kubectl(line: string) {
  const { stdout, stderr, exitCode } = await runKubectl(splitCommandLine(line), {
    port,
    namespace: 'default',
    readFile: (name) => FILES[name],
    stdin: '',
  });
  return [exitCode, stdout, stderr];
}

beforeAll(async () => {
  cluster.advance(cluster.state.now + 2000);
  await kubectl('create role viewer --verb=get,list --resource=pods,deployments.apps/scale');
  await kubectl('create rolebinding viewers --role=viewer --user=alice');
});

test.each([
  ['auth can-i create pods', [0, 'yes\n', '']],
  ['auth can-i get pods --as=alice', [0, 'yes\n', '']],
  ['auth can-i delete po --as=alice', [1, 'no\n', '']],
  ['auth can-i delete po --as=alice -q', [1, '', '']],
  ['auth can-i get deployments --subresource=scale --as=alice', [0, 'yes\n', '']],
  ['auth can-i get pods -A --as=alice', [1, 'no\n', '']],
  ['auth can-i get /version --as=alice', [0, 'yes\n', '']],
  ['auth can-i get nodes', [0, 'yes\n', "Warning: resource 'nodes' is not namespace scoped\n\n"]],
  [
    'auth can-i frob pv',
    [0, 'yes\n', "Warning: resource 'persistentvolumes' is not namespace scoped\n\nWarning: verb 'frob' is not a known verb\n\n"],
  ],
  ['auth can-i get foo.bar', [0, 'yes\n', "Warning: the server doesn't have a resource type 'foo' in group 'bar'\n\n"]],
  ['auth can-i impersonate users', [0, 'yes\n', '']],
  ['auth can-i frob /x', [0, 'yes\n', "Warning: verb 'frob' is not a known verb\n\n"]],
  [
    'auth can-i get',
    [
      1,
      '',
      "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.\n",
    ],
  ],
  ['auth can-i get pods --no-headers', [1, '', 'error: --no-headers cannot be set without --list specified\n']],
  ['auth can-i --list -A', [1, '', "error: list option can't be specified with neither quiet, all-namespaces nor subresource options\n"]],
  ['auth whoami --as=alice --as-group=dev', [0, 'ATTRIBUTE   VALUE\nUsername    alice\nGroups      [dev system:authenticated]\n', '']],
  ['auth whoami --as=alice -o jsonpath={.status.userInfo.username}', [0, 'alice', '']],
  ['auth nonsense', [1, '', 'error: unknown command "nonsense"\nSee \'kubectl auth -h\' for help and examples\n']],
])('%s', async (line, expected) => {
  expect(await kubectl(line)).toEqual(expected);
});

test('rights are listed as a table', async () => {
  const [exitCode, stdout] = await kubectl('auth can-i --list --as=alice');
  expect(exitCode).toBe(0);
  const lines = String(stdout).split('\n');
  expect(lines[0]).toMatch(/^Resources +Non-Resource URLs +Resource Names +Verbs$/);
  expect(lines.map((line) => line.replaceAll(/ +/g, ' '))).toEqual(
    expect.arrayContaining([
      'selfsubjectreviews.authentication.k8s.io [] [] [create]',
      'deployments.apps/scale [] [] [get list]',
      'pods [] [] [get list]',
    ]),
  );
});

const created = [
  0,
  `role.${RBAC}/r reconciled\n`,
  '\treconciliation required create\n\tmissing rules added:\n\t\t{Verbs:[get] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]}\n',
];

test('rules are reconciled', async () => {
  expect(await kubectl('auth reconcile -f role.yaml --dry-run=client')).toEqual([0, `role.${RBAC}/r reconciled (dry run)\n`, created[2]]);
  expect(await kubectl('auth reconcile -f role.yaml')).toEqual(created);
  expect(await kubectl('auth reconcile -f role.yaml')).toEqual([0, `role.${RBAC}/r reconciled\n`, '']);
  expect((await kubectl('auth reconcile -f more.yaml'))[2]).toBe(
    '\treconciliation required update\n\tmissing rules added:\n\t\t{Verbs:[list] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]}\n',
  );
  expect((await kubectl('auth reconcile -f less.yaml'))[2]).toBe('');
  expect((await kubectl('auth reconcile -f less.yaml --remove-extra-permissions'))[2]).toBe(
    '\treconciliation required update\n\textra rules removed:\n\t\t{Verbs:[get] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]}\n',
  );
  expect((await kubectl('get role r -o jsonpath={.rules}'))[1]).toBe('[{"apiGroups":[""],"resources":["pods"],"verbs":["list"]}]');
});

test('bindings are reconciled, and made anew for another role', async () => {
  expect((await kubectl('auth reconcile -f binding.yaml -n new'))[2]).toBe(
    `\treconciliation required create\n\tmissing subjects added:\n\t\t{Kind:User APIGroup:${RBAC} Name:alice Namespace:}\n`,
  );
  expect((await kubectl('auth reconcile -f rebinding.yaml -n new'))[2]).toContain('reconciliation required recreate\n');
  expect((await kubectl('get rolebinding b -n new -o jsonpath={.roleRef.name}/{.subjects[*].name}'))[1]).toBe('other/bob');
});
