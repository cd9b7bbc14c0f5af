/** The same seed and the same commands give the same bytes in the browser's worker and in Node. */
import type { ClusterState } from '../src/sim/cluster-state.ts';
import { replayCluster, restoreCluster } from '../src/sim/cluster.ts';
import { readSnapshot, writeSnapshot } from '../src/worker/snapshot.ts';
import { visit } from './page.ts';
import { type Step, run } from './own-worker.ts';
import { expect, test } from './test.ts';

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  replicas: 5
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec:
      containers:
        - {name: shop, image: "nginx:1.27", readinessProbe: {httpGet: {path: /, port: 80}}}
---
apiVersion: v1
kind: Service
metadata: {name: shop}
spec: {selector: {app: shop}, ports: [{port: 80}]}
`;

/** What is asked of a worker, one after the other, with so many wall milliseconds of running after each. */
const STORY: readonly Step[] = [
  [{ type: 'boot', boot: { from: 'demo', seed: 7, startTime: Date.UTC(2026, 0, 1) } }, 0],
  [{ type: 'clock', clock: { type: 'speed', speed: 20 } }, 300],
  [{ type: 'apply', text: MANIFEST, namespace: 'default' }, 400],
  [{ type: 'kubectl', line: 'kubectl set image deployment/shop shop=nginx:1.29', files: {} }, 400],
  [{ type: 'fault', fault: { type: 'node-stop', node: 'node-2' } }, 300],
  [{ type: 'clock', clock: { type: 'speed', speed: 100 } }, 4_000],
  [{ type: 'traffic', url: 'http://shop.default.svc.cluster.local/', count: 20 }, 100],
  [{ type: 'fault', fault: { type: 'node-start', node: 'node-2' } }, 700],
  [{ type: 'kubectl', line: 'kubectl delete pods -l app=web --wait=false', files: {} }, 500],
  [{ type: 'clock', clock: { type: 'pause' } }, 0],
  [{ type: 'clock', clock: { type: 'step' } }, 0],
];

test('a run in the worker, repeated in Node from seed and command log, ends in the same bytes', async ({ page }) => {
  await visit(page);
  const text = await run(page, STORY);
  const told = stateOf(text);
  expect(told.commands.held.length).toBeGreaterThan(8);
  const { spec, seed, commands, now, handled } = told;
  const cluster = replayCluster(spec, seed, commands.held, spec.startTime);
  cluster.advance(now, { events: handled - cluster.state.handled });
  cluster.state.now = now;
  expect(textOf(cluster.state) === text).toBe(true);
});

test('a snapshot goes on in another worker as it goes on in Node', async ({ page }) => {
  await visit(page);
  const text = await run(page, [...STORY.slice(0, 4), [{ type: 'clock', clock: { type: 'pause' } }, 0]]);
  const bytes = new TextEncoder().encode(text);
  const steps = Array.from({ length: 200 }, () => [{ type: 'clock', clock: { type: 'step' } }, 0] as const);
  const there = await run(page, [
    [{ type: 'boot', boot: { from: 'snapshot', bytes } }, 0],
    [{ type: 'clock', clock: { type: 'pause' } }, 0],
    ...steps,
  ]);
  const { now, handled } = stateOf(there);
  const here = restoreCluster(stateOf(text));
  here.advance(now, { events: handled - here.state.handled });
  here.state.now = now;
  expect(textOf(here.state) === there).toBe(true);
});

function stateOf(text: string): ClusterState {
  return readSnapshot(new TextEncoder().encode(text));
}

function textOf(state: ClusterState): string {
  const steps = writeSnapshot(state);
  for (;;) {
    const step = steps.next();
    if (step.done) return new TextDecoder().decode(step.value);
  }
}
