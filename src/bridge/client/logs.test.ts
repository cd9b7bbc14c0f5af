/** kubectl logs over HTTP: what a server streams is what is read on the other side. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runKubectl, splitCommandLine } from '../../kubectl/index.ts';
import { type SmallCluster, smallCluster } from '../../testing/small-cluster.ts';
import { ADMINISTRATOR } from '../server/identities.ts';
import { type ApiServer, startServer } from '../server/server.ts';
import { httpPort } from './port.ts';

const script = (text: string) => [{ name: 'app', image: 'busybox', command: ['sh', '-c', text] }];

let c: SmallCluster;
let server: ApiServer;
let port: ReturnType<typeof httpPort>;

beforeAll(async () => {
  c = smallCluster();
  c.createPod('counts', { restartPolicy: 'Never', containers: script('for i in 1 2 3; do echo $i; sleep 5; done; echo over >&2') });
  c.createPod('done', { restartPolicy: 'Never', containers: script('echo été; echo b') });
  c.createPod('bad', { containers: [{ name: 'app', image: 'nginx:missing' }] });
  c.run(8);
  const served = { cluster: c.cluster, changed: () => undefined, pages: 0, failed: (error: unknown) => Promise.reject(error) };
  server = await startServer(served, { host: '127.0.0.1', port: 0, nobody: ADMINISTRATOR });
  port = httpPort({ server: server.url, userAgent: 'kubectl/v1.36.4 (linux/amd64)' });
});

afterAll(async () => {
  port.close();
  await server.close();
});

async function kubectl(line: string) {
  const { stdout, stderr } = await runKubectl(splitCommandLine(line), { port, namespace: 'default', stdin: '', readFile: () => undefined });
  return `${stdout}${stderr}`;
}

test('is read, cut, and refused', async () => {
  expect(await kubectl('logs done')).toBe('été\nb\n');
  expect(await kubectl('logs done --tail=1')).toBe('b\n');
  expect(await kubectl('logs done --limit-bytes=5')).toBe('été');
  expect(await kubectl('get --raw /api/v1/namespaces/default/pods/done/log?tailLines=1')).toBe('b\n');
  expect(await kubectl('logs bad')).toBe(
    'Error from server (BadRequest): container "app" in pod "bad" is waiting to start: trying and failing to pull image\n',
  );
  expect(await kubectl('get --raw /api/v1/namespaces/default/pods/done/log?sinceSeconds=x')).toContain(
    'strconv.ParseInt: parsing "x": invalid syntax',
  );
});

test('is followed while time passes, to its end', async () => {
  const followed = kubectl('logs -f counts');
  const timer = setInterval(() => {
    c.run(1);
    server.advanced();
  }, 10);
  expect(await followed).toBe('1\n2\n3\nover\n');
  clearInterval(timer);
});
