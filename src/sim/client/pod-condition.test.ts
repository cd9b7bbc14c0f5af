import { describe, expect, it } from 'vitest';
import { POD } from '../../api/resources.ts';
import type { Pod } from '../../api/types.gen.ts';
import { podNamed, wholeCluster } from '../../testing/whole-cluster.ts';
import { type ConditionWords, patchPodCondition } from './pod-condition.ts';

/** What becomes of a running pod whose condition is set by somebody who holds `held`. */
function afterSetting(words: ConditionWords, held: (stored: Pod) => Pod): Pod {
  const w = wholeCluster([{ name: 'n1' }]);
  w.create(podNamed('p'));
  w.run(5);
  w.cluster.look('node-controller', '', ({ client, now }) => {
    const stored = client.get(POD, 'default', 'p');
    patchPodCondition(client, now, held(stored), words);
  });
  const { body } = w.cluster.request({ verb: 'get', group: '', resource: 'pods', namespace: 'default', name: 'p' });
  return body as Pod;
}

describe('a condition of a pod that nobody has written to in between', () => {
  it.each<{ name: string; words: ConditionWords }>([
    { name: 'another status', words: { type: 'Ready', status: 'False' } },
    { name: 'the same status for another reason', words: { type: 'Ready', status: 'True', reason: 'Because', message: 'so' } },
    { name: 'a condition that it lacks', words: { type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager' } },
  ])('is set without a patch, to the same end: $name', ({ words }) => {
    const direct = afterSetting(words, (stored) => stored);
    expect(direct).toEqual(afterSetting(words, (stored) => ({ ...stored })));
    expect(direct.status?.conditions).toContainEqual(expect.objectContaining(words));
  });
});
