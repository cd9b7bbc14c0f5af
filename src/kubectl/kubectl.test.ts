import { beforeAll, expect, test } from 'vitest';
import { createCluster } from '../sim/cluster.ts';
import { clusterPort } from '../testing/cluster-port.ts';
import { parseDocuments } from '../api/yaml.ts';
import { applyDocuments, runKubectl, splitCommandLine } from './index.ts';

const FILES: Readonly<Record<string, string>> = {
  'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {app: p}}\nspec: {containers: [{name: c, image: nginx}]}\n',
  'two.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "Bad_1"}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: "Bad_2"}\n',
  'broken.yaml': 'apiVersion: v1\nkind: "Pod\n',
  'folder/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n',
  'folder/b.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"}}',
  'folder/readme.md': 'not a manifest',
};
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });
const port = clusterPort(cluster);

async function kubectl(line: string) {
  const readFolder = (name: string) => (name === 'folder' ? ['b.json', 'a.yaml', 'readme.md'] : undefined);
  return runKubectl(splitCommandLine(line), {
    port,
    namespace: 'default',
    readFile: (name) => FILES[name],
    readFolder,
    stdin: FILES['pod.yaml'] ?? '',
  });
}

beforeAll(async () => {
  // Until the namespace has its service account.
  cluster.advance(cluster.state.now + 2000);
  await kubectl('create configmap settings --from-literal=color=blue');
  await kubectl('apply -f pod.yaml');
});

test.each([
  [
    'get',
    1,
    `You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\nerror: Required resource not specified.\n`,
  ],
  ['get foo', 1, 'error: the server doesn\'t have a resource type "foo"\n'],
  ['get pods nope', 1, 'Error from server (NotFound): pods "nope" not found\n'],
  ['get pods -l app=none', 0, 'No resources found in default namespace.\n'],
  ['get nodes', 0, 'No resources found\n'],
  ['get pods -n other', 0, 'No resources found in other namespace.\n'],
  ['get pods -o foo', 1, 'error: unable to match a printer suitable for the output format "foo", allowed formats are: custom-columns,'],
  ['get pods --badflag', 1, "error: unknown flag: --badflag\nSee 'kubectl get --help' for usage.\n"],
  ['get pod/p configmap', 1, 'error: there is no need to specify a resource type as a separate argument'],
  ['ap', 1, 'error: unknown command "ap" for "kubectl"\n\nDid you mean this?\n\ttop\n\tcp\n\tapply\n'],
  ['delete pods', 1, 'error: resource(s) were provided, but no name was specified\n'],
  ['create configmap', 1, "error: exactly one NAME is required, got 0\nSee 'kubectl create configmap -h' for help and examples\n"],
  ['create deployment web', 1, 'error: required flag(s) "image" not set\n'],
  ['create configmap settings', 1, 'error: failed to create configmap: configmaps "settings" already exists\n'],
  ['apply', 1, 'error: must specify one of -f and -k\n'],
  ['apply -f nofile.yaml', 1, 'error: the path "nofile.yaml" does not exist\n'],
  ['apply -f broken.yaml', 1, 'error: error parsing broken.yaml: error converting YAML to JSON: yaml: line '],
  [
    'create -f two.yaml',
    1,
    'Error from server (Invalid): error when creating "two.yaml": ConfigMap "Bad_1" is invalid: metadata.name: Invalid value: "Bad_1"',
  ],
  ['scale deployment web', 1, 'error: required flag(s) "replicas" not set\n'],
  ['wait --for=nonsense pod/p', 1, 'error: unrecognized condition: "nonsense"\n'],
  ['wait --for=condition=Ready pod/p --timeout=2s', 1, 'error: timed out waiting for the condition on pods/p\n'],
  ['rollout history pod/p', 1, 'error: '],
  ['label pod p app=q', 1, "error: 'app' already has a value (p), and --overwrite is false\n"],
])('%s', async (line, exitCode, stderr) => {
  const result = await kubectl(line);
  expect({ exitCode: result.exitCode, stderr: result.stderr.slice(0, stderr.length) }).toEqual({ exitCode, stderr });
});

test.each([
  ['get pods', 'NAME   READY   STATUS    RESTARTS   AGE\np      0/1     Pending   0          <age>\n'],
  ['get po,cm -o name', 'pod/p\nconfigmap/kube-root-ca.crt\nconfigmap/settings\n'],
  ['get pods --no-headers -L app --show-labels', 'p     0/1   Pending   0     <age>    p     app=p\n'],
  ['get pod p -o jsonpath={.spec.containers[*].image}', 'nginx'],
  ['get cm settings -o jsonpath={.data}', '{"color":"blue"}'],
  ['get pods -o custom-columns=NAME:.metadata.name,NODE:.spec.nodeName', 'NAME   NODE\np      <none>\n'],
  ['label pod p --list', 'app=p\n'],
  ['label pod p app=p', 'pod/p not labeled\n'],
  ['label pod p nope-', 'label "nope" not found.\npod/p not labeled\n'],
  ['annotate pod p a=b', 'pod/p annotated\n'],
  ['apply -f - --dry-run=server', 'pod/p unchanged (server dry run)\n'],
  ['apply -f folder', 'configmap/a created\nconfigmap/b created\n'],
  ['delete cm a b', 'configmap "a" deleted from default namespace\nconfigmap "b" deleted from default namespace\n'],
  [
    'api-versions',
    [
      'admissionregistration.k8s.io/v1',
      'apiextensions.k8s.io/v1',
      'apiregistration.k8s.io/v1',
      'apps/v1',
      'authentication.k8s.io/v1',
      'authorization.k8s.io/v1',
      'autoscaling/v1',
      'autoscaling/v2',
      'batch/v1',
      'certificates.k8s.io/v1',
      'coordination.k8s.io/v1',
      'discovery.k8s.io/v1',
      'events.k8s.io/v1',
      'flowcontrol.apiserver.k8s.io/v1',
      'networking.k8s.io/v1',
      'node.k8s.io/v1',
      'policy/v1',
      'rbac.authorization.k8s.io/v1',
      'resource.k8s.io/v1',
      'scheduling.k8s.io/v1',
      'storage.k8s.io/v1',
      'v1',
      '',
    ].join('\n'),
  ],
])('%s prints', async (line, stdout) => {
  const result = await kubectl(line);
  expect(result.stderr).toBe('');
  expect(result.stdout.replaceAll(/\b\d+s\b/g, '<age>')).toBe(stdout);
});

test('documents of an apply are told apart, with where their mistakes are', async () => {
  const text =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ok}\n---\napiVersion: v1\nkind: Nonsense\nmetadata: {name: x}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: bad}\nspec: {containers: [{name: A, image: x}]}\n';
  const results = await applyDocuments(port, parseDocuments(text), { namespace: 'default' });
  expect(results.map(({ object, result }) => [object, result])).toEqual([
    ['configmap/ok', 'created'],
    ['', 'error'],
    ['pod/bad', 'error'],
  ]);
  expect(results[2]?.status?.details?.causes?.[0]?.field).toBe('spec.containers[0].name');
  expect(results[2]?.document.positionOf('spec.containers[0].name')?.line).toBe(12);
  const again = await applyDocuments(port, parseDocuments(text), { namespace: 'default' });
  expect(again[0]).toMatchObject({ result: 'unchanged', message: 'configmap/ok unchanged' });
});
