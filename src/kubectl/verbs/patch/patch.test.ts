import { beforeAll, expect, test } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

const FILES: Readonly<Record<string, string>> = {
  'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: a}, {name: d, image: b}]}\n',
  'patch.yaml': 'data: {k: "3"}\n',
};
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });

async function kubectl(line: string) {
  const io = { port: clusterPort(cluster), namespace: 'lab', readFile: (name: string) => FILES[name], stdin: '' };
  const { stdout, stderr } = await runKubectl(splitCommandLine(line), io);
  return stdout + stderr;
}

beforeAll(async () => {
  await kubectl('create namespace lab');
  await kubectl('create configmap x --from-literal=k=1');
});

test.each([
  [`patch cm x -p '{"data":{"k":"2"}}' --type=MERGE`, 'configmap/x patched\n'],
  [`patch cm x -p '{"data":{"k":"2"}}' --type=merge`, 'configmap/x patched (no change)\n'],
  ['patch cm x --patch-file=patch.yaml', 'configmap/x patched\n'],
  [`patch cm x -p '{"data":{"k":"4"}}' --dry-run=client -o jsonpath={.data.k}`, '4'],
  [`patch cm x -p '{"data":{"k":"3"}}' --dry-run=client`, 'configmap/x patched (no change) (dry run)\n'],
  [`patch --local -f pod.yaml -p '{"spec":{"containers":[{"name":"d","image":"z"}]}}' -o jsonpath={.spec.containers[*].image}`, 'a z'],
  [`patch --local -f pod.yaml --type=json -p '[{"op":"remove","path":"/spec"}]' -o jsonpath={.spec}`, ''],
  [`patch --local cm x -p '{}'`, 'error: cannot specify --local and server resources\n'],
  ['patch cm x', 'error: must specify --patch or --patch-file containing the contents of the patch\n'],
  ['patch cm x -p a --patch-file=patch.yaml', 'error: cannot specify --patch and --patch-file together\n'],
  [`patch cm x -p '{}' --type=odd`, 'error: --type must be one of [json merge strategic], not "odd"\n'],
  ['patch cm x --patch-file=none.yaml', 'error: unable to read patch file: open none.yaml: no such file or directory\n'],
])('%s', async (line, printed) => {
  expect(await kubectl(line)).toBe(printed);
});
