import { beforeAll, expect, test } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

const FILES: Readonly<Record<string, string>> = {
  'multi.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata: {name: multi, labels: {a: b}}\nspec: {containers: [{name: c, image: x, ports: [{containerPort: 53}, {containerPort: 53, protocol: UDP}, {containerPort: 80}]}]}\n',
  'bare.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: bare}\nspec: {containers: [{name: c, image: x}]}\n',
};
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });
const port = clusterPort(cluster);
const kubectl = (line: string) =>
  runKubectl(splitCommandLine(line), { port, namespace: 'default', readFile: (name) => FILES[name], stdin: '' });

beforeAll(async () => {
  cluster.advance(cluster.state.now + 2000);
  await kubectl('create -f multi.yaml -f bare.yaml');
  await kubectl('create deployment web --image=nginx');
});

const HELP = "\nSee 'kubectl run -h' for help and examples\n";

test.each([
  ['run', 'error: required flag(s) "image" not set\n'],
  ['run --image=x', `error: NAME is required for run${HELP}`],
  ['run --image=x -- p', `error: NAME is required for run${HELP}`],
  ['run p --image=A:b', 'error: Invalid image name "A:b": invalid reference format\n'],
  ['run p --image=x --rm', `error: --rm should only be used for attached containers${HELP}`],
  ['run p --image=x --restart=x', `error: invalid restart policy: x${HELP}`],
  ['run p --image=x --expose', `error: --port must be set when exposing a service${HELP}`],
  ['run p --image=x -t', `error: -i/--stdin is required for containers with -t/--tty=true${HELP}`],
  ['run p --image=x --image-pull-policy=x', `error: invalid image pull policy: x${HELP}`],
  [
    'run p --image=x -i --dry-run=client',
    `error: --dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)${HELP}`,
  ],
  ['run p --image=x --env=a', 'error: invalid env: a\n'],
  ['run p --image=x --labels=a', 'error: unexpected label spec: a\n'],
  ['expose deploy web', "error: couldn't find port via --port flag or introspection\n"],
  [
    'expose pod bare --port=80',
    "error: couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed\n",
  ],
  ['expose sa default --port=80', 'error: cannot expose a ServiceAccount\n'],
  ['expose deploy web --port=80 --session-affinity=x', 'error: unknown session affinity: x\n'],
  ['expose deploy web --port=http', 'error: strconv.Atoi: parsing "http": invalid syntax\n'],
])('%s is refused', async (line, stderr) => {
  expect(await kubectl(line)).toEqual({ stdout: '', stderr, exitCode: 1 });
});

test('a pod and its service', async () => {
  expect((await kubectl('run p --image=x --port=80 --expose --dry-run=client')).stdout).toBe(
    'service/p created (dry run)\npod/p created (dry run)\n',
  );
  const { stdout } = await kubectl('run p --image=x --port=80 --expose -l=a=b -n n --dry-run=client -o yaml');
  expect(stdout.split('---\n')[0]).toBe(
    'apiVersion: v1\nkind: Service\nmetadata:\n  labels:\n    a: b\n  name: p\n  namespace: "n"\nspec:\n' +
      '  ports:\n  - port: 80\n    protocol: TCP\n    targetPort: 80\n  selector:\n    a: b\nstatus:\n  loadBalancer: {}\n',
  );
});

test.each([
  ['run p --image=x a b', '.spec.containers[0].args', '["a","b"]'],
  ['run p --image=x --privileged', '.spec.containers[0].securityContext', '{"privileged":true}'],
  ['run p --image=x --attach=false -it', '.spec.containers[0].stdinOnce', 'true'],
  [
    'expose pod multi --target-port=dns',
    '.spec.ports',
    '[{"name":"port-1-tcp","port":53,"protocol":"TCP","targetPort":"dns"},{"name":"port-1-udp","port":53,"protocol":"UDP","targetPort":"dns"},{"name":"port-2","port":80,"protocol":"TCP","targetPort":"dns"}]',
  ],
  ['expose deploy web --port=80,81 --name=x -l=c=d', '.metadata', '{"labels":{"c":"d"},"name":"x"}'],
  ['expose deploy web --cluster-ip=None', '.spec', '{"clusterIP":"None","selector":{"app":"web"}}'],
])('%s makes %s', async (line, path, expected) => {
  expect((await kubectl(`${line} --dry-run=client -o jsonpath={${path}}`)).stdout).toBe(expected);
});
