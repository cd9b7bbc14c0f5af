/** What is said of a pod's place is what the scheduler then does, and what is proposed works. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NODE, POD } from '../../api/resources.ts';
import type { Change, PlacementAccount, Proposal } from '../../api/scheduling.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { runScript } from '../../kubectl/run-script.ts';
import { serializePlain } from '../../base/serialize.ts';
import { restoreCluster } from '../../sim/cluster.ts';
import { explain, whatIf } from '../../sim/explain.ts';
import { clusterPort } from '../cluster-port.ts';
import { type SmallCluster, handlesOf } from '../small-cluster.ts';
import { type Situation, settled, situations, wantedPod } from './random-cluster.ts';

const RUNS = { numRuns: Number(process.env['EXPLAIN_RUNS'] ?? 25) };
const LONG_MS = 1_200_000;

describe('what is said to happen', () => {
  it(
    'is what the scheduler then does, and asking changes no byte',
    () => {
      fc.assert(
        fc.property(situations, (situation) => {
          const c = waiting(situation);
          const before = serializePlain(c.cluster.state);
          const said = explain(c.cluster, 'default', 'wanted');
          whatIf(c.cluster, wantedPod(situation.wanted), 'default', { fit: true });
          expect(serializePlain(c.cluster.state)).toBe(before);
          if (said?.now === undefined) throw new Error('nothing was said');
          c.run(0.5);
          const done = explain(c.cluster, 'default', 'wanted')?.decided;
          if (situation.wanted.spec.schedulingGates === undefined) expect(shape(said.now)).toEqual(shape(done));
          else expect(done).toBeUndefined();
        }),
        RUNS,
      );
    },
    LONG_MS,
  );
});

describe('what is proposed', () => {
  it(
    'lets the pod run when it is done',
    async () => {
      const seen = new Map<string, number>();
      await fc.assert(
        fc.asyncProperty(situations, async (situation) => {
          const c = waiting(situation);
          c.run(3);
          const said = explain(c.cluster, 'default', 'wanted');
          const snapshot = c.cluster.snapshot();
          for (const proposal of said?.proposals ?? []) {
            for (const { kind } of proposal.changes) seen.set(kind, (seen.get(kind) ?? 0) + 1);
            const fork = handlesOf(restoreCluster(snapshot));
            await carryOut(fork, proposal);
            fork.run(60);
            expect(placeOf(fork), JSON.stringify(proposal)).not.toBe('');
          }
        }),
        RUNS,
      );
      if (process.env['EXPLAIN_RUNS'] !== undefined) console.log(seen);
    },
    LONG_MS,
  );
});

describe('how many fit', () => {
  it(
    'is how many do when more are created',
    () => {
      fc.assert(
        fc.property(situations, (situation) => {
          const c = settled(situation);
          const { schedulingGates: _gates, ...spec } = situation.wanted.spec;
          const pod = wantedPod({ ...situation.wanted, spec });
          const object = deployment(pod.spec as unknown as JsonValue, 0);
          const fit = whatIf(c.cluster, object, 'default', { fit: true })?.fit;
          if (fit === undefined) throw new Error('nothing was said');
          const asked = { ...deployment(pod.spec as unknown as JsonValue, fit.count + 2), metadata: { name: 'many' } };
          c.cluster.request({
            verb: 'create',
            group: 'apps',
            resource: 'deployments',
            namespace: 'default',
            body: asked as unknown as JsonValue,
          });
          c.run(4 + fit.count / 20);
          const placed = c.list(POD).filter(({ metadata, spec: own }) => metadata.labels?.['app'] === 'wanted' && own?.nodeName);
          expect(placed.length).toBe(fit.count);
          const first = c.list(POD).find(({ metadata, spec: own }) => metadata.labels?.['app'] === 'wanted' && !own?.nodeName);
          expect(first?.status?.conditions?.[0]?.message).toBe(fit.message);
        }),
        RUNS,
      );
    },
    LONG_MS,
  );
});

/** The wanted pod is created and the scheduler has heard of it. */
function waiting(situation: Situation): SmallCluster {
  const c = settled(situation);
  c.create(POD, wantedPod(situation.wanted));
  for (let event = 0; event < 50 && explain(c.cluster, 'default', 'wanted')?.place !== 'active'; event += 1)
    c.cluster.advance(c.cluster.state.now + 10, { events: 1 });
  return c;
}

function placeOf(c: SmallCluster): string {
  return c.list(POD).find(({ metadata }) => metadata.name === 'wanted')?.spec?.nodeName ?? '';
}

/** What both accounts tell: as decided, only the first filter's no is known, and no room. */
function shape(account: PlacementAccount | undefined): object | undefined {
  if (account === undefined) return undefined;
  const { at: _at, attempt: _attempt, nodes, ...same } = account;
  const told = nodes.map(({ name, rejections, scores, total }) => ({ name, rejection: rejections[0], scores, total }));
  return { ...same, nodes: told.toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}

async function carryOut(c: SmallCluster, { changes, spec }: Proposal): Promise<void> {
  for (const change of changes) if (change.line !== '') await kubectl(c, change.line);
  const machines = changes.filter(({ line, field }) => line === '' && field === '');
  for (const change of machines) if (change.kind !== 'grow-node') onMachine(c, change);
  // A machine that comes back says of itself what it was.
  if (machines.some(({ kind }) => kind === 'start-node')) c.run(30);
  for (const change of machines) if (change.kind === 'grow-node') onMachine(c, change);
  if (spec === undefined) return;
  c.remove(POD, 'wanted', 0);
  c.run(1);
  c.create(POD, { ...wantedPod({ cpu: '1', memory: '1', port: 0, spec: {} }), spec });
}

async function kubectl({ cluster }: SmallCluster, line: string): Promise<void> {
  const port = clusterPort(cluster);
  const { exitCode, stderr } = await runScript(line, {
    port,
    namespace: 'default',
    readFile: () => undefined,
    stdin: '',
  });
  expect({ line, exitCode, stderr }).toMatchObject({ line, exitCode: 0 });
}

function onMachine(c: SmallCluster, { kind, object, what, to }: Change): void {
  if (kind === 'start-node') c.fault({ type: 'node-start', node: object.name });
  else if (kind === 'add-node') {
    const [cpu = '', memory = ''] = to.split(' CPU, ');
    c.fault({ type: 'node-add', machine: { name: object.name, cpu, memory, zone: what } });
  } else if (kind === 'grow-node') {
    const { status } = c.list(NODE).find(({ metadata }) => metadata.name === object.name) ?? {};
    const body = { status: { allocatable: { ...status?.allocatable, [what]: to }, capacity: { ...status?.capacity, [what]: to } } };
    c.cluster.request({ verb: 'patch', group: '', resource: 'nodes', name: object.name, subresource: 'status', patchType: 'merge', body });
  } else throw new Error(`nobody carries out ${kind}`);
}

function deployment(spec: JsonValue, replicas: number) {
  const labels = { app: 'wanted' };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'many' },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}
