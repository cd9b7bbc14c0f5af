import { describe, expect, it } from 'vitest';
import { isPodReady } from '../api/pod/conditions.ts';
import { POD } from '../api/resources.ts';
import { serializePlain } from '../base/serialize.ts';
import { createCluster, replayCluster } from '../sim/cluster.ts';
import { engineWith, objectsOf } from '../sim/engine.ts';
import { basicImageOf } from '../sim/images/basic.ts';
import { PARTS } from '../sim/runtime/parts.ts';
import { demoSpec } from './boot.ts';

const START = Date.UTC(2026, 0, 1, 12);
const LATER = START + 3_600_000;

/** A worker in which nothing was ever loaded late. */
const bare = engineWith({
  handleRequest: () => missing('the front door'),
  extension: () => undefined,
  // Whoever does something to a machine has loaded how.
  parts: () => PARTS,
  lateBehaviours: () => undefined,
  schedulerParts: () => undefined,
  images: {
    imageOf: (repository) => basicImageOf(repository) ?? missing(repository),
    get shell() {
      return missing('the shell');
    },
  },
});

function missing(what: string): never {
  throw new Error(`${what} is not loaded`);
}

describe('the first cluster', () => {
  it('comes alive with nothing that is loaded late, and stays so whatever happens to its machines', () => {
    const cluster = bare.createCluster(demoSpec(START), 1, { freeze: true });
    cluster.advance(START);
    expect(objectsOf(cluster, POD).map(isPodReady)).toEqual(Array.from({ length: 7 }, () => true));
    const [first] = objectsOf(cluster, POD);
    cluster.execute({ type: 'fault', fault: { type: 'container-crash', namespace: 'default', pod: first?.metadata.name ?? '' } });
    cluster.execute({ type: 'fault', fault: { type: 'node-stop', node: 'node-2' } });
    expect(cluster.traffic({ url: 'http://greeter.default.svc.cluster.local/', count: 3 })).toHaveLength(3);
    cluster.advance(LATER);
    cluster.execute({ type: 'fault', fault: { type: 'node-start', node: 'node-2' } });
    cluster.advance(LATER + 60_000);
    expect(objectsOf(cluster, POD).filter(isPodReady)).toHaveLength(7);
  });

  it('is the same cluster that Node makes of the same spec and seed', () => {
    const here = bare.createCluster(demoSpec(START), 5);
    here.advance(LATER);
    const there = createCluster(demoSpec(START), 5);
    there.advance(LATER);
    expect(serializePlain(here.state)).toBe(serializePlain(there.state));
    const again = replayCluster(demoSpec(START), 5, there.state.commands.held, LATER);
    expect(serializePlain(again.state)).toBe(serializePlain(there.state));
  });
});
