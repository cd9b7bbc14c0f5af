import { expect, it } from 'vitest';
import { measuredCluster } from '../../../testing/measured-cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { type SmallCluster, one, smallCluster } from '../../../testing/small-cluster.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

const shell =
  ({ cluster }: SmallCluster) =>
  async (line: string) => {
    const io = { port: clusterPort(cluster), namespace: 'default', stdin: '', readFile: () => undefined };
    const { stdout, stderr, exitCode } = await runKubectl(splitCommandLine(line), io);
    return `${stdout}${stderr}${exitCode === 0 ? '' : `[${exitCode}]`}`;
  };

it('has nobody to ask in a bare control plane', async () => {
  const kubectl = shell(smallCluster());
  expect(await kubectl('top nodes')).toBe('error: Metrics API not available\n[1]');
  expect(await kubectl('top pods')).toBe('error: Metrics API not available\n[1]');
});

it('waits for the first measurements, and says when they are late', async () => {
  const c = measuredCluster();
  const kubectl = shell(c);
  expect(await kubectl('top nodes')).toBe('error: metrics not available yet\n[1]');
  expect(await kubectl('top pods')).toBe('No resources found in default namespace.\n');
  expect(await kubectl('top pods -A')).toBe('No resources found\n');
  c.createPod('web', one('nginx:1.29'));
  c.createPod('bad', one('nginx:missing'));
  c.run(8);
  expect(await kubectl('top pods')).toBe('error: metrics not available yet\n[1]');
  expect(await kubectl('top pod bad')).toBe('Error from server (NotFound): podmetrics.metrics.k8s.io "default/bad" not found\n[1]');
  c.run(180);
  expect(await kubectl('top pods --field-selector=metadata.name=bad')).toBe(
    'error: Metrics not available for pod default/bad, age: 3m8s\n[1]',
  );
});

/** As the real kubectl prints them, blanks at the ends included. */
it.each<readonly [line: string, printed: readonly string[]]>([
  ['top pods', ['NAME   CPU(cores)   MEMORY(bytes)   ', 'pair   3m           16Mi            ', 'web    1m           7Mi             ']],
  ['top pods --sort-by=memory --no-headers', ['pair   3m    16Mi   ', 'web    1m    7Mi    ']],
  [
    'top pods --containers -A',
    [
      'NAMESPACE   POD    NAME    CPU(cores)   MEMORY(bytes)   ',
      'default     pair   cache   3m           9Mi             ',
      'default     pair   front   1m           7Mi             ',
      'default     web    app     1m           7Mi             ',
    ],
  ],
  [
    'top pod web --sum',
    [
      'NAME   CPU(cores)   MEMORY(bytes)   ',
      'web    1m           7Mi             ',
      '       ________     ________        ',
      '       1m           7Mi             ',
    ],
  ],
  ['top pods -l app=none', ['No resources found in default namespace.']],
  ['top pod web -l a=b', ['error: only one of NAME or selector can be provided', '[1]']],
  ['top pods --sort-by=x', ['error: --sort-by accepts only cpu or memory', '[1]']],
  ['top pods --field-selector=spec.nodeName=x', ['Error from server (BadRequest): field label not supported: spec.nodeName', '[1]']],
  [
    'top nodes',
    ['NAME     CPU(cores)   CPU(%)   MEMORY(bytes)   MEMORY(%)   ', 'node-1   43m          1%       644Mi           7%          '],
  ],
  [
    'top node node-1 --show-swap',
    [
      'NAME     CPU(cores)   CPU(%)   MEMORY(bytes)   MEMORY(%)   SWAP(bytes)   SWAP(%)     ',
      'node-1   43m          1%       644Mi           7%          <unknown>     <unknown>   ',
    ],
  ],
  ['top node nope', ['Error from server (NotFound): nodes "nope" not found', '[1]']],
])('prints %s', async (line, printed) => {
  const c = measuredCluster();
  c.createPod('web', one('nginx:1.29'));
  c.createPod('pair', {
    containers: [
      { name: 'front', image: 'nginx:1.29' },
      { name: 'cache', image: 'redis:7' },
    ],
  });
  c.run(70);
  expect(
    (await shell(c)(line))
      .trimEnd()
      .split('\n')
      .map((text) => text.trimEnd()),
  ).toEqual(printed.map((text) => text.trimEnd()));
});
