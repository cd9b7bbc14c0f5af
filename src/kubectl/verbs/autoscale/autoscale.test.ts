import { beforeAll, expect, test } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });
const io = { port: clusterPort(cluster), namespace: 'default', readFile: () => undefined, stdin: '' };
const kubectl = (line: string) => runKubectl(splitCommandLine(line), io);

beforeAll(async () => {
  cluster.advance(cluster.state.now + 2000);
  await kubectl('create deployment web --image=nginx');
  await kubectl('autoscale deployment web --max=2 --name=taken');
});

const DEPRECATED =
  "Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).\n";

test.each([
  ['deploy web', 'error: required flag(s) "max" not set\n'],
  ['deploy web --max=0', 'error: --max=MAXPODS is required and must be at least 1, max: 0\n'],
  ['deploy web --max=1 --min=2', 'error: --max=MAXPODS must be larger or equal to --min=MINPODS, max: 1, min: 2\n'],
  ['deploy web --max=3 --cpu-percent=5 --cpu=5%', `${DEPRECATED}error: --cpu-percent and --cpu are mutually exclusive\n`],
  ['deploy web --max=3 --cpu=x', 'error: invalid resource cpu value: x\n'],
  ['deploy web --max=3 --memory=x%', 'error: invalid percentage value: x\n'],
  ['deploy nope --max=3', 'Error from server (NotFound): deployments.apps "nope" not found\n'],
  [
    'sa default --max=3',
    'error: cannot autoscale a ServiceAccount: could not find scale subresource for /v1, Resource=serviceaccounts in discovery information\n',
  ],
  [
    'deploy web --max=3 --cpu=80% --name=taken',
    'Error from server (AlreadyExists): horizontalpodautoscalers.autoscaling "taken" already exists\n',
  ],
  [
    'deploy web --max=3 --name=taken',
    'error: failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: empty input\n',
  ],
])('autoscale %s is refused', async (line, stderr) => {
  expect(await kubectl(`autoscale ${line}`)).toEqual({ stdout: '', stderr, exitCode: 1 });
});

test.each([
  ['--cpu=80%', { type: 'Utilization', averageUtilization: 80 }],
  ['--cpu=500', { type: 'AverageValue', averageValue: '500m' }],
  ['--memory=2Gi', { type: 'AverageValue', averageValue: '2Gi' }],
  ['--memory=200', { type: 'AverageValue', averageValue: '200Mi' }],
])('%s', async (flag, target) => {
  const { stdout } = await kubectl(`autoscale deploy web --max=3 ${flag} --dry-run=client -o jsonpath={.spec.metrics[0].resource.target}`);
  expect(JSON.parse(stdout)).toEqual(target);
});

test('what a dry run shows', async () => {
  const { stdout } = await kubectl('autoscale deploy web --min=2 --max=3 --dry-run=client -o yaml');
  expect(stdout).toBe(`apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: web
spec:
  maxReplicas: 3
  minReplicas: 2
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: web
status:
  currentMetrics: null
  desiredReplicas: 0
`);
});

test('autoscaled', async () => {
  expect((await kubectl('autoscale deploy/web --max=3 --dry-run=client')).stdout).toBe(
    'horizontalpodautoscaler.autoscaling/web created (dry run)\n',
  );
  expect((await kubectl('autoscale deploy/web --max=3 --dry-run=server')).stdout).toBe(
    'horizontalpodautoscaler.autoscaling/web autoscaled (server dry run)\n',
  );
  expect((await kubectl('autoscale deploy/web --max=3')).stdout).toBe('horizontalpodautoscaler.autoscaling/web autoscaled\n');
});
