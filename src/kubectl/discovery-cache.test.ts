import { expect, test } from 'vitest';
import { createCluster } from '../sim/cluster.ts';
import { clusterPort } from '../testing/cluster-port.ts';
import { splitCommandLine } from './command-line.ts';
import { runKubectl } from './kubectl.ts';
import type { DiscoveryCache } from './session.ts';

const START = Date.UTC(2026, 0, 5);
const WIDGETS = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: widgets.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { plural: widgets, singular: widget, kind: Widget, listKind: WidgetList }
  versions:
    - { name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }
`;

function terminal() {
  const cluster = createCluster({ startTime: START, machines: [], images: 'preloaded' }, 1, { freeze: true });
  const discovery: DiscoveryCache = { items: [], until: 0 };
  const io = { port: clusterPort(cluster), namespace: 'default', readFile: () => WIDGETS, stdin: '', discovery };
  const run = async (line: string) => {
    cluster.advance(cluster.state.now + 3000);
    const { stdout, stderr } = await runKubectl(splitCommandLine(line), io);
    return stdout + stderr;
  };
  return { run, cluster };
}

test('what is not remembered is asked for again, what is remembered is believed', async () => {
  const { run, cluster } = terminal();
  expect(await run('get widgets')).toBe('error: the server doesn\'t have a resource type "widgets"\n');
  await run('apply -f crd.yaml');
  expect(await run('get widgets')).toBe('No resources found in default namespace.\n');
  await run('delete crd widgets.example.com');
  const gone = 'the server could not find the requested resource';
  expect(await run('get widgets')).toBe(
    `Error from server (NotFound): Unable to list "example.com/v1, Resource=widgets": ${gone} (get widgets.example.com)\n`,
  );
  expect(await run('get widget w')).toBe(`Error from server (NotFound): ${gone} (get widgets.example.com w)\n`);
  cluster.advance(cluster.state.now + 7 * 3_600_000);
  expect(await run('get widgets')).toBe('error: the server doesn\'t have a resource type "widgets"\n');
});

test('api-resources asks the server', async () => {
  const { run } = terminal();
  await run('apply -f crd.yaml');
  await run('get widgets');
  await run('delete crd widgets.example.com');
  expect(await run('api-resources --api-group=example.com --no-headers')).toBe('');
});
