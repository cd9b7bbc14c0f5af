import { expect, it } from 'vitest';
import { createCluster } from '../../sim/cluster.ts';
import { clusterPort } from '../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../index.ts';

const START = Date.UTC(2026, 0, 1);

const map = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, labels: {set: x}}\n`;
const FILES: Readonly<Record<string, string>> = {
  'both.yaml': `${map('a')}---\n${map('b')}`,
  'one.yaml': map('a'),
  'raw.json': '{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"raw"}}',
  'k/kustomization.yaml': 'configMapGenerator: [{name: c, literals: [a=b]}]\n',
  'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: i}]}\n',
};

function shell() {
  const cluster = createCluster({ startTime: START, machines: [{ name: 'node-1', cpu: '4', memory: '8Gi' }], images: 'preloaded' }, 1);
  cluster.advance(START + 3000);
  const io = { port: clusterPort(cluster), namespace: 'default', stdin: '', readFile: (name: string) => FILES[name] };
  return async (line: string) => {
    cluster.advance(cluster.state.now + 3000);
    const { stdout, stderr, exitCode } = await runKubectl(splitCommandLine(line), io);
    return `${stdout}${stderr}${exitCode === 0 ? '' : `[${exitCode}]`}`;
  };
}

/** Lines of one session, each with what it prints. */
it.each<readonly (readonly [line: string, printed: string])[]>([
  [
    ['apply -f both.yaml', 'configmap/a created\nconfigmap/b created\n'],
    [
      'apply -f one.yaml --prune -l set=x --dry-run=client',
      'configmap/a unchanged (dry run)\nconfigmap/b pruned (dry run)\nWarning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\n',
    ],
    ['apply -f one.yaml --prune -l set=x --prune-allowlist=core/v1/ConfigMap', 'configmap/a unchanged\nconfigmap/b pruned\n'],
    ['apply set-last-applied -f one.yaml', 'configmap/a configured\n'],
    ['diff -f nope.yaml', 'error: the path "nope.yaml" does not exist\n[2]'],
    ['apply -k k', 'configmap/c-4h2mbtbbt6 created\n'],
  ],
  [
    ['create deployment web --image=nginx:1', 'deployment.apps/web created\n'],
    ['set env deploy/web A=1 B=2', 'deployment.apps/web env updated\n'],
    ['set env deploy/web --list', '# Deployment web, container nginx\nA=1\nB=2\n'],
    ['set env deploy/web --overwrite=false A=3', "error: deployments/web 'A' already has a value (1), and --overwrite is false\n[1]"],
    ['set resources deploy/web --limits=cpu', 'error: Invalid argument syntax cpu, expected <resource>=<value>\n[1]'],
    ['set resources deploy/web --limits=cpu=1', 'deployment.apps/web resource requirements updated\n'],
    ['set image deploy/web *=nginx:1', ''],
    ['rollout history deploy/web --revision=9', 'error: unable to find the specified revision\n[1]'],
    ['rollout pause pod/p', 'Error from server (NotFound): pods "p" not found\n[1]'],
  ],
  [
    ['create --raw /api/v1/namespaces/default/configmaps -f raw.json --edit', 'error: --raw and --edit are mutually exclusive\n[1]'],
    ['get cm --server-print=false -o name', 'configmap/kube-root-ca.crt\n'],
    ['delete cm --all -l a=b', "error: setting 'all' parameter but found a non empty selector. \n[1]"],
    ['set image -f pod.yaml c=j --local -o jsonpath={.spec.containers[0].image}', 'j'],
    [
      'taint node node-1 a=b',
      "error: invalid taint spec: a=b, name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')\nSee 'kubectl taint -h' for help and examples\n[1]",
    ],
    ['logs p', 'error: error from server (NotFound): pods "p" not found in namespace "default"\n[1]'],
    ['top foo', 'error: unknown command "foo"\nSee \'kubectl top -h\' for help and examples\n[1]'],
    [
      'get ns default --allow-missing-template-keys=false -o go-template={{.nope}}',
      'error: error executing template: template: output: executing "output" at <.nope>: map has no entry for key "nope"\n[1]',
    ],
  ],
])('says what kubectl says (%#)', async (...lines) => {
  const run = shell();
  const said: [string, string][] = [];
  for (const [line] of lines) said.push([line, await run(line)]);
  expect(said).toEqual(lines);
});
