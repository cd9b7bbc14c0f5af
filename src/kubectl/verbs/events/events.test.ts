import { beforeAll, expect, test } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: nginx}]}\n';
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });

async function kubectl(line: string) {
  const io = { port: clusterPort(cluster), namespace: 'default', readFile: () => POD, stdin: '' };
  const { stdout, stderr } = await runKubectl(splitCommandLine(line), io);
  return (stdout + stderr).replaceAll(/\b\d+m?\d*s\b +/g, '<age> ');
}

beforeAll(async () => {
  cluster.advance(cluster.state.now + 2000);
  await kubectl('apply -f pod.yaml');
  cluster.advance(cluster.state.now + 2000);
});

const EVENT = 'Warning   FailedScheduling   Pod/p    no nodes available to schedule pods';

test.each([
  ['events', `LAST SEEN   TYPE      REASON             OBJECT   MESSAGE\n<age> ${EVENT}\n`],
  ['events --for pod/p --types=warning --no-headers', `<age> ${EVENT.replace('/p    ', '/p   ')}\n`],
  ['events --for pod/q', 'No events found in default namespace.\n'],
  ['events --types=Normal -n other', 'No events found in other namespace.\n'],
  ['events --types=Odd', 'error: valid --types are Normal or Warning\n'],
  ['events --for p', 'error: --for must be in resource/name form\n'],
  ['events -o jsonpath={.kind}', 'EventList'],
  ['events --watch --request-timeout=1s', `LAST SEEN   TYPE      REASON             OBJECT   MESSAGE\n<age> ${EVENT}\n`],
  ['events --watch --types=Normal --request-timeout=1', ''],
])('%s', async (line, printed) => {
  expect((await kubectl(line)).slice(0, printed.length || undefined)).toBe(printed);
});

test.each([
  [
    'api-resources --api-group=policy',
    'NAME                   SHORTNAMES   APIVERSION   NAMESPACED   KIND\npoddisruptionbudgets   pdb          policy/v1    true         PodDisruptionBudget\n',
  ],
  ['api-resources --api-group=autoscaling -o name', 'horizontalpodautoscalers.autoscaling\n'],
  ['api-resources --sort-by=age', 'error: --sort-by accepts only name or kind\n'],
  ['api-resources -o csv', 'error: --output csv is not available\n'],
  ['api-resources x', "error: unexpected arguments: [x]\nSee 'kubectl api-resources -h' for help and examples\n"],
  ['api-resources --api-group=policy -o jsonpath={.resources[0].name}', 'error: --output jsonpath={.resources[0].name} is not available\n'],
])('%s', async (line, printed) => {
  expect(await kubectl(line)).toBe(printed);
});

test('what `all` stands for is listed in one version', async () => {
  await kubectl('create deployment web --image=nginx');
  await kubectl('autoscale deployment web --max=3');
  const printed = await kubectl('get all -o name');
  expect(printed.split('\n').filter((line) => line.startsWith('horizontal')).length).toBeLessThan(2);
});
