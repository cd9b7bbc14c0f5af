/** Two clusters that are the same, one of them behind HTTP. */
import type { ApiPort } from '../../../api/request.ts';
import { type KubectlIo, type KubectlResult, runKubectl, splitCommandLine } from '../../../kubectl/index.ts';
import { type Cluster, createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { type ServeOptions, type Served, serveWorld } from '../../../testing/http/serve.ts';
import { httpPort } from '../port.ts';
import { FILES } from './commands.ts';

const START = Date.UTC(2026, 0, 5, 9, 0, 0);
const MACHINES = ['one', 'two'].map((name) => ({ name, cpu: '4', memory: '8Gi' }));
export const AGENT = 'kubectl/v1.36.4 (linux/amd64)';

export interface Twin {
  readonly near: Cluster;
  readonly far: Cluster;
  readonly served: Served;
  readonly port: ApiPort & { close(): void };
}

export function startCluster(): Cluster {
  const cluster = createCluster({ startTime: START, machines: MACHINES, images: 'preloaded' }, 7, { freeze: true });
  cluster.advance(START + 10_000);
  return cluster;
}

export async function startTwin(options: ServeOptions = {}): Promise<Twin> {
  const [near, far] = [startCluster(), startCluster()];
  const served = await serveWorld({ cluster: far }, options);
  const time = {
    now: () => far.state.now,
    sleep: (milliseconds: number) => Promise.resolve(far.advance(far.state.now + Math.max(1, Math.ceil(milliseconds)))),
  };
  return { near, far, served, port: httpPort({ server: served.url, userAgent: AGENT, time }) };
}

export async function stopTwin({ port, served }: Twin): Promise<void> {
  port.close();
  await served.close();
}

function ioOf(port: ApiPort): KubectlIo {
  return { port, namespace: 'default', readFile: (name) => FILES[name], stdin: FILES['map.yaml'] ?? '' };
}

const ADMIN = ['--token', 'admin-token'];

/** Both run it from the same moment on. */
export async function both(
  { near, far, port }: Twin,
  line: string,
): Promise<{ readonly near: KubectlResult; readonly far: KubectlResult }> {
  const until = Math.max(near.state.now, far.state.now) + 100;
  for (const cluster of [near, far]) cluster.advance(until);
  const argv = splitCommandLine(line);
  const rest = argv.indexOf('--');
  const withToken = rest < 0 ? [...argv, ...ADMIN] : [...argv.slice(0, rest), ...ADMIN, ...argv.slice(rest)];
  return { near: await runKubectl(argv, ioOf(clusterPort(near))), far: await runKubectl(withToken, ioOf(port)) };
}
