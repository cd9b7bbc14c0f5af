import { beforeAll, expect, test } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });

async function kubectl(line: string) {
  const io = { port: clusterPort(cluster), namespace: 'default', readFile: () => undefined, stdin: '' };
  const { stdout, stderr } = await runKubectl(splitCommandLine(line), io);
  return stdout + stderr;
}

beforeAll(async () => {
  cluster.advance(cluster.state.now + 2000);
  await kubectl('create deployment web --image=nginx');
});

test.each([
  ['scale deploy web --replicas=-1', 'error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0\n'],
  ['scale deploy web --replicas=1 --current-replicas=-2', 'error: The --current-replicas must specify an integer of -1 or greater\n'],
  ['scale deploy web --replicas=2 --current-replicas=5', 'error: Expected replicas to be 5, was 1\n'],
  ['scale deploy -l app=none --replicas=2', 'error: no objects passed to scale\n'],
  ['scale deploy web --replicas=4 --dry-run=client -o jsonpath={.spec.replicas}', '4'],
  ['scale deploy web --replicas=3 -o jsonpath={.spec.replicas}', '3'],
  ['get deploy web -o jsonpath={.spec.replicas}', '3'],
  ['scale deploy web --replicas=2 --timeout=5s', 'deployment.apps/web scaled\n'],
])('%s', async (line, printed) => {
  expect(await kubectl(line)).toBe(printed);
});
