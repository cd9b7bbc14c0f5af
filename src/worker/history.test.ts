import { expect, test } from 'vitest';
import { uidOf } from '../api/object.ts';
import { EVENT, POD } from '../api/resources.ts';
import { createCluster } from '../sim/cluster.ts';
import { objectsOf } from '../sim/engine.ts';
import { demoSpec } from './boot.ts';
import { eventsAbout } from './history.ts';

const START = Date.UTC(2026, 0, 1, 12);
const MINUTE = 60_000;

test('Events about an object are those that a search through all of them finds: as they come, when they end, after a compaction', () => {
  const cluster = createCluster(demoSpec(START), 1);
  const seen = (uid: string) => eventsAbout(cluster, uid).map(({ metadata: { name } }) => name);
  const searched = (uid: string) =>
    objectsOf(cluster, EVENT)
      .filter(({ involvedObject }) => involvedObject.uid === uid)
      .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
      .map(({ metadata: { name } }) => name);
  const counts: number[] = [];
  for (const minutes of [0, 1, 10, 59, 62]) {
    cluster.advance(START + minutes * MINUTE);
    const uids = objectsOf(cluster, POD).map(uidOf);
    for (const uid of uids) expect(seen(uid)).toEqual(searched(uid));
    counts.push(uids.reduce((sum, uid) => sum + seen(uid).length, 0));
  }
  expect(Math.max(...counts)).toBeGreaterThan(0);
  expect(counts.at(-1)).toBe(0);
});
