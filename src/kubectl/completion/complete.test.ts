import { beforeAll, describe, expect, test } from 'vitest';
import { createCluster } from '../../sim/cluster.ts';
import { clusterPort } from '../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../index.ts';

const PODS = `
apiVersion: v1
kind: Pod
metadata: {name: two, labels: {app: two, tier: front}}
spec:
  initContainers: [{name: prepare, image: busybox}]
  containers: [{name: main, image: nginx}, {name: side, image: busybox}]
---
apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: [{name: nginx, image: nginx}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: nginx}]}}}
`;
const nodes = ['node-1', 'node-2'].map((name) => ({ name, cpu: '4', memory: '8Gi' }));
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: nodes, images: 'preloaded' }, 1, { freeze: true });
const io = { port: clusterPort(cluster), namespace: 'default', readFile: () => PODS, stdin: '' };

const kubectl = (line: string) => runKubectl(splitCommandLine(line), io);

/** The candidates, and last the directive. */
const offered = async (line: string) => (await kubectl(`__completeNoDesc ${line}`)).stdout.trimEnd().split('\n');

beforeAll(async () => {
  cluster.advance(cluster.state.now + 3000);
  expect((await kubectl('apply -f pods.yaml')).stderr).toBe('');
});

describe('as kubectl 1.36 answers', () => {
  test.each([
    ['cor', ['cordon', ':4']],
    ['create d', ['deployment', ':4']],
    ['create -o yaml deployment x --', ['--image', ':4']],
    ['create -f x ""', [':0']],
    ['create svc ""', ['clusterip', 'externalname', 'loadbalancer', 'nodeport', ':4']],
    ['rollout foo ""', [':0']],
    ['get d', ['daemonsets.apps', 'deployments.apps', 'deviceclasses.resource.k8s.io', ':4']],
    ['get po ""', ['two', 'web', ':4']],
    ['get pods two ""', ['web', ':4']],
    ['get pods,nodes ""', ['two', 'web', 'node-1', 'node-2', ':4']],
    ['get pods/', ['pods/two', 'pods/web', ':4']],
    ['get pods/two po', ['pods/', 'podtemplates/', 'poddisruptionbudgets.policy/', ':6']],
    ['get deploy/', ['deploy/shop', ':4']],
    ['get foo ""', [':4']],
    ['get pods -- -', [':4']],
    ['get --help ""', [':4']],
    ['get -n ""', ['default', 'kube-node-lease', 'kube-public', 'kube-system', ':4']],
    ['get --namespace=kube-p', ['kube-public', ':4']],
    ['-n kube-system get pods ""', [':4']],
    ['get pods -o j', ['json', 'jsonpath', 'jsonpath-as-json', 'jsonpath-file', ':4']],
    ['get pods -Ao cust', ['custom-columns', 'custom-columns-file', ':4']],
    ['get --output=wi', ['wide', ':4']],
    ['get --watch=', [':0']],
    ['get --out', ['--output', '--output-watch-events', ':4']],
    ['get -A --all', ['--allow-missing-template-keys', ':4']],
    ['get -f ""', ['json', 'yaml', 'yml', ':8']],
    ['get pods --subresource s', ['status', 'scale', 'resize', ':4']],
    ['cordon ""', ['node-1', 'node-2', ':4']],
    ['cordon node-1 ""', [':4']],
    ['taint ""', ['node', ':4']],
    ['taint nodes node-1 ""', ['node-2', ':4']],
    ['rollout status ""', ['deployment', 'daemonset', 'statefulset', ':4']],
    ['rollout pause ""', ['deployment', ':4']],
    ['rollout status deploy/shop ""', [':4']],
    ['scale ""', ['--replicas', 'deployment', 'replicaset', 'replicationcontroller', 'statefulset', ':4']],
    ['scale deployment ""', ['--replicas', 'shop', ':4']],
    ['scale deployment/shop --', ['--replicas', ':4']],
    ['create cronjob x --', ['--image', '--schedule', ':4']],
    ['create clusterrolebinding x --clusterrole cluster', ['cluster-admin', ':4']],
    ['create token ""', ['default', ':4']],
    ['set image ""', ['daemonsets', 'deployments', 'pods', 'cronjobs', 'replicasets', 'replicationcontrollers', 'statefulsets', ':4']],
    ['run ""', ['--image', ':0']],
    ['run x --image=nginx --restart=', [':0']],
    ['explain po', [':0']],
    ['help create sec', ['secret', ':4']],
    ['completion b', ['bash', ':4']],
  ])('%s', async (line, expected) => expect(await offered(line)).toEqual(expected));
});

test.each([
  ['foo ""', '[Debug] Cleared global flags for plugin completion\n[Debug] [Error] unable to find a command for arguments: [foo]\n'],
  ['get pods --badflag ""', '[Debug] [Error] Error while parsing flags from args [pods --badflag]: unknown flag: --badflag\n'],
  ['get pods --badflag=', "[Debug] [Error] Subcommand 'get' does not support flag 'badflag'\n"],
  ['get pods -nshop ""', "[Debug] [Error] Subcommand 'get' does not support flag 'p'\n"],
])('what is wrong is told beside: %s', async (line, problem) => {
  const { stdout, stderr } = await kubectl(`__complete ${line}`);
  expect(stdout).toBe(':0\n');
  expect(stderr).toBe(`${problem}Completion ended with directive: ShellCompDirectiveDefault\n`);
});

test('flags of every verb stand before those of this one, each with its short form behind it', async () => {
  const flags = await offered('version -');
  expect(flags.slice(-6)).toEqual(['--client', '--help', '-h', '--output', '-o', ':4']);
  expect(flags.slice(0, 2)).toEqual(['--as', '--as-group']);
});

test('descriptions stand behind a tab', async () => {
  expect((await kubectl('__complete uncor')).stdout).toBe('uncordon\tMark node as schedulable\n:4\n');
});

describe('kubectl completion', () => {
  test.each(['bash', 'zsh', 'fish', 'powershell'])('%s gets a script that asks __complete', async (shell) => {
    expect((await kubectl(`completion ${shell}`)).stdout).toContain('__complete');
  });
  test.each([
    ['', 'Shell not specified.'],
    ['csh', 'Unsupported shell type "csh".'],
    ['bash zsh', 'Too many arguments. Expected only the shell type.'],
  ])('%s', async (words, problem) => {
    const { stderr } = await kubectl(`completion ${words}`);
    expect(stderr).toBe(`error: ${problem}\nSee 'kubectl completion -h' for help and examples\n`);
  });
});
