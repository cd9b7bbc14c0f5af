import { beforeAll, expect, test } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

const FILE = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {k: "2"}\n';
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });

async function kubectl(line: string) {
  const io = {
    port: clusterPort(cluster),
    namespace: 'lab',
    readFile: (name: string) => (name === 'x.yaml' ? FILE : undefined),
    stdin: '',
  };
  const { stdout, stderr } = await runKubectl(splitCommandLine(line), io);
  return stdout + stderr;
}

beforeAll(async () => {
  await kubectl('create namespace lab');
  await kubectl('create configmap x --from-literal=k=1');
});

test.each([
  ['replace', 'error: must specify one of -f and -k\n'],
  ['replace -f x.yaml --grace-period=0', 'error: --grace-period must have --force specified\n'],
  ['replace -f x.yaml --timeout=1s', 'error: --timeout must have --force specified\n'],
  ['replace -f x.yaml --force --dry-run=client', 'error: --dry-run can not be used when --force is set\n'],
  ['replace -f x.yaml', 'configmap/x replaced\n'],
  ['replace -f x.yaml --force --grace-period=0', 'configmap "x" deleted from lab namespace\nconfigmap/x replaced\n'],
  ['replace -f y.yaml', 'error: the path "y.yaml" does not exist\n'],
])('%s', async (line, printed) => {
  expect(await kubectl(line)).toBe(printed);
});
