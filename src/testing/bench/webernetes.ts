import { BaseImage, Cluster, type ProcessContext } from '@ngrok/webernetes';
import type { Figure } from './main.ts';
import { collectGarbage, median, rollOut, settledCluster } from './measure.ts';

const OURS = { nodes: 100, pods: 3000, runs: 7 } as const;
const THEIRS = { pods: 300, runs: 3 } as const;

/** Three thousand pods on a hundred nodes here, against three hundred on webernetes' three nodes; per pod, until all are Running. */
export async function webernetes(): Promise<readonly Figure[]> {
  rollOut(settledCluster(OURS.nodes), 300);
  const ours = median(Array.from({ length: OURS.runs }, () => rollOut(settledCluster(OURS.nodes), OURS.pods).wallMs));
  const times: number[] = [];
  for (let run = 0; run < THEIRS.runs; run += 1) times.push(await theirRollOut(THEIRS.pods));
  const theirs = median(times);
  const ourRate = OURS.pods / (ours / 1000);
  const theirRate = THEIRS.pods / (theirs / 1000);
  return [
    { name: `${OURS.pods} pods on ${OURS.nodes} nodes, all Running`, value: ours / 1000, unit: 's', target: { atMost: 1 } },
    { name: 'pods per second', value: ourRate, unit: '1/s' },
    { name: `webernetes: ${THEIRS.pods} pods on 3 nodes, all Running`, value: theirs / 1000, unit: 's' },
    { name: 'webernetes: pods per second', value: theirRate, unit: '1/s' },
    { name: 'ratio', value: ourRate / theirRate, unit: 'times', target: { atLeast: 100 } },
  ];
}

class Server extends BaseImage {
  static readonly imageName = 'server';
  static readonly imageVersion = '1';
  readonly defaultCommand = ['server'];
  override async exec(context: ProcessContext): Promise<number> {
    context.listenHttp(8080, async () => ({ statusCode: 200, body: 'hello\n' }) as never);
    return context.waitUntilKilled();
  }
}

async function theirRollOut(replicas: number): Promise<number> {
  collectGarbage();
  const cluster = new Cluster();
  cluster.registerImage(Server);
  await cluster.init();
  const began = performance.now();
  await cluster.apply([
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'server:1' }] } },
      },
    },
  ] as never);
  while ((await running(cluster)) < replicas) await new Promise((resolve) => setTimeout(resolve, 50));
  const wallMs = performance.now() - began;
  await cluster.close();
  return wallMs;
}

async function running(cluster: Cluster): Promise<number> {
  const { items } = await cluster.api.corev1.listNamespacedPod({ namespace: 'default' });
  return items.filter((pod) => pod.status?.phase === 'Running').length;
}
