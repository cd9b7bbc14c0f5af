import { beforeAll, expect, test } from 'vitest';
import { createCluster } from '../sim/cluster.ts';
import { clusterPort } from '../testing/cluster-port.ts';
import { runScript } from './run-script.ts';

const MANIFEST = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME}\n';
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });
const said: string[] = [];
const io = {
  port: clusterPort(cluster),
  namespace: 'default',
  readFile: (name: string) => (name === 'filed.yaml' ? MANIFEST.replace('NAME', 'filed') : undefined),
  stdin: '',
  write: (_stream: 'stdout' | 'stderr', text: string) => void said.push(text),
};

beforeAll(() => void cluster.advance(cluster.state.now + 2000));

test.each([
  ['apply -f - <<EOF\n' + MANIFEST.replace('NAME', 'here') + 'EOF\nget cm here -o name', 'configmap/here created\nconfigmap/here\n', '', 0],
  ['cat filed.yaml | kubectl apply -f -', 'configmap/filed created\n', '', 0],
  ['apply -f - < nofile.yaml', '', 'nofile.yaml: No such file or directory\n', 1],
  ['get cm none && get cm here', '', 'Error from server (NotFound): configmaps "none" not found\n', 1],
  ['get cm none ; get cm here -o name', 'configmap/here\n', 'Error from server (NotFound): configmaps "none" not found\n', 0],
  [`get cm\nget 'cm`, '', "error: unterminated single quote\n  get 'cm\n      ^\n", 1],
  ['apply -f - <<EOF\nkind', '', 'error: the text ends in the middle of a command\n  kind\n      ^\n', 1],
])('%j', async (text, stdout, stderr, exitCode) => {
  said.length = 0;
  expect(await runScript(text, io)).toEqual({ stdout, stderr, exitCode });
  expect(said.join('')).toContain(stderr);
});
