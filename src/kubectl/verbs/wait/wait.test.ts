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
  await kubectl('create configmap x --from-literal=k=1');
  cluster.advance(cluster.state.now + 2000);
});

test.each([
  ['wait deploy/web', 'error: unrecognized condition: []\n'],
  ['wait deploy/web --for=ready', 'error: unrecognized condition: "ready"\n'],
  ['wait deploy/web --for=condition=Available=false', 'deployment.apps/web condition met\n'],
  ['wait deploy/web --for=condition=available --timeout=1s', 'error: timed out waiting for the condition on deployments/web\n'],
  ['wait deploy/web --for=condition=available --timeout=0', 'error: condition not met for deployments/web\n'],
  ['wait deploy/web --for=jsonpath={.spec.replicas}=1 -o name', 'deployment.apps/web\n'],
  ['wait deploy/web --for=jsonpath=\'{.status.conditions[?(@.type=="Progressing")].status}\'=True', 'deployment.apps/web condition met\n'],
  [
    'wait deploy/web --for=jsonpath={.spec.replicas}=',
    `error: jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3\n`,
  ],
  ['wait deploy/web --for=jsonpath={.spec}=x', 'error: jsonpath leads to a nested object or list which is not supported\n'],
  ['wait deploy/web --for=jsonpath={.status.conditions[*].type}', 'error: given jsonpath expression matches more than one value\n'],
  ['wait deploy/web --for=jsonpath={.a}=b=c', 'error: jsonpath wait format must be --for=jsonpath='],
  ['wait pod/none --for=delete', ''],
  ['wait pods -l app=none --for=delete', ''],
  ['wait pods -l app=none --for=condition=Ready', 'error: no matching resources found\n'],
  ['wait pod/none --for=condition=Ready', 'Error from server (NotFound): pods "none" not found\n'],
  ['wait cm/later --for=create --timeout=1s', 'error: timed out waiting for the condition\n'],
  ['wait cm/x --for=create --for=jsonpath={.data.k}=1', 'configmap/x condition met\nconfigmap/x condition met\n'],
  ['wait cm/x --for=delete --timeout=0', 'error: condition not met for configmaps/x\n'],
])('%s', async (line, printed) => {
  expect((await kubectl(line)).slice(0, printed.length || undefined)).toBe(printed);
});

test('the end of an object is waited for', async () => {
  const waiting = kubectl('wait cm/x --for=delete');
  for (let turns = 0; turns < 20; turns++) await Promise.resolve();
  await kubectl('delete cm x');
  expect(await waiting).toBe('configmap/x condition met\n');
});
