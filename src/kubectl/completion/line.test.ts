import { beforeAll, expect, test } from 'vitest';
import { createCluster } from '../../sim/cluster.ts';
import { clusterPort } from '../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../index.ts';
import { completeLine } from './line.ts';

const nodes = ['node-1', 'node-2'].map((name) => ({ name, cpu: '4', memory: '8Gi' }));
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: nodes, images: 'preloaded' }, 1, { freeze: true });
const FILES = ['web.yaml', 'web-2.yaml', 'notes.md', 'my pods.yaml'];
const io = {
  port: clusterPort(cluster),
  namespace: 'default',
  readFile: () => undefined,
  readFolder: (name: string) => (name === '.' ? FILES : undefined),
  stdin: '',
};

beforeAll(async () => {
  cluster.advance(cluster.state.now + 3000);
  await runKubectl(splitCommandLine('create configmap blue --from-literal=a=b'), io);
  await runKubectl(splitCommandLine('label configmap blue tier=front'), io);
});

/** The line as it would be with the only candidate, or with the common beginning; and the candidates. */
async function tab(text: string): Promise<readonly [string, readonly string[]]> {
  const found = await completeLine(text, io);
  if (found === undefined) return [text, []];
  const [first, ...others] = found.candidates;
  const insert = others.length === 0 ? (first?.insert ?? text.slice(found.from)) : found.common;
  return [text.slice(0, found.from) + insert, found.candidates.map((candidate) => candidate.text)];
}

test('the verb’s own flags stand before those of every verb', async () => {
  const [, flags] = await tab('version --');
  expect(flags.slice(0, 4)).toEqual(['--client', '--help', '--output', '--as']);
});

test.each([
  ['cord', 'cordon ', ['cordon']],
  ['kubec', 'kubectl ', ['kubectl']],
  ['kubectl cordon ', 'kubectl cordon node-', ['node-1', 'node-2']],
  ['k cordon node-1', 'k cordon node-1 ', ['node-1']],
  ['get pods -o cus', 'get pods -o custom-columns', ['custom-columns', 'custom-columns-file']],
  ['get pods --output=wi', 'get pods --output=wide ', ['wide']],
  ['get pods "--output=wi', 'get pods --output=wide ', ['wide']],
  ['get configmaps/b', 'get configmaps/blue ', ['configmaps/blue']],
  ['get configmaps/blue no', 'get configmaps/blue nodes/', ['nodes/']],
  ['apply -f w', 'apply -f web', ['web.yaml', 'web-2.yaml']],
  ['apply -f my', "apply -f 'my pods.yaml' ", ['my pods.yaml']],
  ["apply -f 'my po", "apply -f 'my pods.yaml' ", ['my pods.yaml']],
  ['get ns\nuncor', 'get ns\nuncordon ', ['uncordon']],
  ['get ns && uncor', 'get ns && uncordon ', ['uncordon']],
  ['cat web.yaml | kubectl appl', 'cat web.yaml | kubectl apply ', ['apply']],
  ['get cm -l t', 'get cm -l tier=front ', ['tier=front']],
  ['run x --image=a --restart=N', 'run x --image=a --restart=Never ', ['Never']],
  ['delete pod x --cascade=f', 'delete pod x --cascade=foreground ', ['foreground']],
  ['wait nodes node-1 --for=cond', 'wait nodes node-1 --for=condition=', ['condition=']],
  ['explain poddis', 'explain poddisruptionbudgets.policy ', ['poddisruptionbudgets.policy']],
  ['apply -f - <<EOF\nkind: P', 'apply -f - <<EOF\nkind: P', []],
  ['get foo x', 'get foo x', []],
])('%j becomes %j', async (text, line, candidates) => expect(await tab(text)).toEqual([line, candidates]));
