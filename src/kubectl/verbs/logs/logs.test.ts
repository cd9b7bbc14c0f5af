import { expect, it, test } from 'vitest';
import { POD, SERVICE } from '../../../api/resources.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { type SmallCluster, one, smallCluster } from '../../../testing/small-cluster.ts';
import { InterruptError, runKubectl, splitCommandLine } from '../../index.ts';

const shell =
  ({ cluster }: SmallCluster) =>
  async (line: string) => {
    const io = { port: clusterPort(cluster), namespace: 'default', stdin: '', readFile: () => undefined };
    const { stdout, stderr, exitCode } = await runKubectl(splitCommandLine(line), io);
    return `${stderr}${stdout}${exitCode === 0 ? '' : `[${exitCode}]`}`;
  };

const script = (text: string) => ({ name: 'app', image: 'busybox', command: ['sh', '-c', text] });

function village(): SmallCluster {
  const c = smallCluster();
  c.createPod('pair', {
    initContainers: [{ ...script('echo set up'), name: 'setup' }],
    containers: [script('echo one; echo two; sleep 9999'), { ...script('echo side; sleep 9999'), name: 'side' }],
  });
  c.createPod('crash', { containers: [script('echo begins; nothing-of-the-kind; echo the last words; exit 3')] });
  c.createPod('bad', one('nginx:missing'));
  c.createPod('nowhere', { ...one('nginx'), nodeSelector: { no: 'such' } });
  c.patch(POD, 'pair', {
    metadata: { labels: { app: 'pair' } },
  });
  c.create(SERVICE, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'pair' },
    spec: { selector: { app: 'pair' }, ports: [{ port: 80 }] },
  });
  c.run(25);
  return c;
}

const kubectl = shell(village());

/** Compared with the real kubectl, before the same server. */
it.each([
  ['logs pair', 'Defaulted container "app" out of: app, side, setup (init)\none\ntwo\n'],
  ['logs pair -c setup', 'set up\n'],
  ['logs pair side', 'side\n'],
  ['logs pair -c app --tail=1 --prefix', '[pod/pair/app] two\n'],
  ['logs pair --all-containers', 'set up\none\ntwo\nside\n'],
  ['logs pair --all-containers --prefix --tail=1', '[pod/pair/setup] set up\n[pod/pair/app] two\n[pod/pair/side] side\n'],
  ['logs svc/pair -c side', 'side\n'],
  ['logs -l app=pair -c app --limit-bytes=5', 'one\nt'],
  ['logs -l app=none', 'No resources found in default namespace.\n'],
  ['logs crash', 'begins\nsh: nothing-of-the-kind: not found\nthe last words\n'],
  ['logs crash --previous --tail=1', 'the last words\n'],
  ['logs nowhere', ''],
  ['logs bad', 'Error from server (BadRequest): container "app" in pod "bad" is waiting to start: trying and failing to pull image\n[1]'],
  ['logs bad --ignore-errors', 'error: container "app" in pod "bad" is waiting to start: trying and failing to pull image\n'],
  ['logs pair -p -c app', 'Error from server (BadRequest): previous terminated container "app" in pod "pair" not found\n[1]'],
  ['logs pair -c nope', 'error: container nope is not valid for pod pair out of: app, side, setup (init)\n[1]'],
  ['logs nope', 'error: error from server (NotFound): pods "nope" not found in namespace "default"\n[1]'],
  ['logs cm/kube-root-ca.crt', 'error: cannot get the logs from *v1.ConfigMap: selector for *v1.ConfigMap not implemented\n[1]'],
  ['logs pair --since=-1s', 'error: --since must be greater than 0\n[1]'],
  ['logs pair --all-containers -c app', 'error: --all-containers=true should not be specified with container name app\n[1]'],
  [
    'logs -f pair --all-containers --max-log-requests=2',
    'error: you are attempting to follow 3 log streams, but maximum allowed concurrency is 2, use --max-log-requests to increase the limit\n[1]',
  ],
])('%s', async (line, printed) => {
  expect(await kubectl(line)).toBe(printed);
});

it('tells when each line was written', async () => {
  expect(await kubectl('logs pair -c app --tail=1 --timestamps')).toMatch(/^2026-01-01T00:00:\d\d\.\d{3}000000Z two\n$/);
});

test('a log is followed until its container ends', async () => {
  const c = smallCluster();
  c.createPod('counts', { restartPolicy: 'Never', containers: [script('for i in 1 2 3; do echo $i; sleep 2; done; echo over')] });
  c.run(4);
  expect(await shell(c)('logs -f counts')).toBe('1\n2\n3\nover\n');
});

test('a log is followed until its reader has had enough', async () => {
  const c = smallCluster();
  c.createPod('ticks', { containers: [script('i=0; while true; do i=$((i+1)); echo tick $i; sleep 1; done')] });
  c.run(8);
  const port = clusterPort(c.cluster);
  const parts: string[] = [];
  const sleep = (milliseconds: number) => (parts.length < 4 ? port.sleep(milliseconds) : Promise.reject(new InterruptError()));
  const { cluster } = c;
  const { createPort } = await import('../../../worker/port.ts');
  const io = {
    port: createPort(cluster, 'admin', sleep),
    namespace: 'default',
    stdin: '',
    readFile: () => undefined,
    write: (_: string, text: string) => void parts.push(text),
  };
  expect(await runKubectl(splitCommandLine('logs -f ticks --tail=1'), io)).toMatchObject({ exitCode: 130 });
  const numbers = parts.slice(0, 4).map((text) => Number(text.replace(/\D/g, '')));
  expect(numbers.map((number) => number - (numbers[0] ?? 0))).toEqual([0, 1, 2, 3]);
});
