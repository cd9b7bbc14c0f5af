import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { deploymentKind } from '../../../api/kinds/deployment/deployment.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { Deployment } from '../../../api/types.gen.ts';
import { clonePlain } from '../../../base/clone.ts';
import { createCluster } from '../../cluster.ts';
import { createHost } from '../../runtime/runtime.ts';
import { EXTENSION } from '../late.ts';
import { type RequestScope, type Server, readStored } from '../server.ts';
import { createObject } from '../verbs/create.ts';
import { specStrategy, statusStrategy } from '../verbs/strategies.ts';
import { replaceStored } from '../verbs/update.ts';
import { isRecord, recorder } from './record.ts';
import { shown } from './show.ts';
import { tracker } from './track.ts';
import type { FieldTracker } from './tracker.ts';

const START = Date.UTC(2026, 0, 1);
const STATE = createCluster({ startTime: START, machines: [], images: 'preloaded' }, 1).state;

const condition = fc.record({
  type: fc.constantFrom('Available', 'Progressing', 'Other'),
  status: fc.constantFrom('True', 'False'),
  reason: fc.constantFrom('A', 'B'),
});
const conditions = fc.uniqueArray(condition, { minLength: 1, selector: ({ type }) => type });
const write = fc.record({
  manager: fc.constantFrom('kube-controller-manager', 'kubelet'),
  seconds: fc.integer({ min: 0, max: 2 }),
  change: fc.oneof(
    fc.record({ status: fc.record({ conditions, observedGeneration: fc.integer({ min: 0, max: 2 }) }) }),
    fc.record({ replicas: fc.integer({ min: 0, max: 2 }) }),
    fc.record({ annotations: fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('1', '2'), { minKeys: 1 }) }),
  ),
});
type Write = typeof write extends fc.Arbitrary<infer T> ? T : never;

const DRAFT: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default', labels: { app: 'web' } },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
  },
};

/** The same writes through a tracker; what is stored after each of them, and how it looks from outside. */
function play(trackerFor: (manager: string) => FieldTracker, writes: readonly Write[]) {
  const { server, state } = createHost({ ...clonePlain(STATE), components: new Map(), processes: new Map() }, [], true, () => EXTENSION);
  const scopeOf = (manager: string): RequestScope => ({
    server,
    kind: deploymentKind,
    requester: { user: manager, actor: manager },
    dryRun: false,
    tracker: trackerFor(manager),
  });
  createObject(scopeOf('kubectl-create'), 'default', DRAFT);
  return writes.map((one) => {
    state.now += one.seconds * 1000;
    carryOut(scopeOf(one.manager), stored(server), one);
    const object = stored(server);
    return { object, seen: shown(server, deploymentKind, object).metadata.managedFields };
  });
}

function stored(server: Server): KubeObject {
  const object = readStored(server, deploymentKind, 'default', 'web');
  if (object === undefined) throw new Error('the object is gone');
  return object;
}

function carryOut(scope: RequestScope, object: KubeObject, { change }: Write): void {
  if ('status' in change) replaceStored(scope, object, { ...object, status: change.status } as KubeObject, statusStrategy(scope));
  else if ('replicas' in change)
    replaceStored(scope, object, { ...object, spec: { ...(object as Deployment).spec, ...change } } as KubeObject, specStrategy(scope));
  else replaceStored(scope, object, { ...object, metadata: { ...object.metadata, ...change } }, statusStrategy(scope));
}

const RUNS = { seed: 1, numRuns: 150 };

it('what is recorded of writes tells the same managers as working them out at once', () => {
  fc.assert(
    fc.property(fc.array(write, { maxLength: 7 }), (writes) => {
      const recorded = play(recorder, writes);
      const atOnce = play(tracker, writes);
      expect(recorded.map(({ seen }) => seen)).toEqual(atOnce.map(({ seen }) => seen));
    }),
    RUNS,
  );
});

it('records stay few, and keep no list of records in them', () => {
  fc.assert(
    fc.property(fc.array(write, { minLength: 20, maxLength: 40 }), (writes) => {
      for (const { object } of play(recorder, writes)) {
        const records = (object.metadata.managedFields ?? []).filter(isRecord);
        expect(records.length).toBeLessThanOrEqual(8);
        expect(JSON.stringify(records)).not.toContain('managedFields');
      }
    }),
    { ...RUNS, numRuns: 20 },
  );
});
