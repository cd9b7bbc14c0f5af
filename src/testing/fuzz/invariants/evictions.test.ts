import { describe, expect, it } from 'vitest';
import { POD } from '../../../api/resources.ts';
import type { Command } from '../../../sim/kernel/command.ts';
import { podNamed, wholeCluster } from '../../whole-cluster.ts';
import { createLedger, look } from '../ledger.ts';
import { type EvictionCheck, beforeEviction } from './evictions.ts';

/** Three pods that run, and a budget for which two of them have to be healthy. */
function threePods() {
  const cluster = wholeCluster([{ name: 'node-1' }]);
  const ledger = createLedger(cluster.cluster, []);
  for (const name of ['a', 'b', 'c']) cluster.create({ ...podNamed(name), metadata: { name, labels: { app: 'web' } } });
  const spec = { minAvailable: 2, selector: { matchLabels: { app: 'web' } } };
  cluster.create({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web' }, spec });
  cluster.run(5);
  const checkOf = (name: string): EvictionCheck => {
    look(ledger);
    return beforeEviction(ledger, eviction(name)) ?? (() => undefined);
  };
  return {
    ...cluster,
    /** What the server answers, and what is said to that. */
    evict(name: string) {
      const check = checkOf(name);
      const { code } = cluster.cluster.execute(eviction(name));
      look(ledger);
      return [code, check(code)];
    },
    /** What would be said to a server that lets the pod go, whatever the budget says. */
    letGo: (name: string) => checkOf(name)(201),
  };
}

function eviction(name: string): Command {
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name } };
  const request = { verb: 'create', group: '', resource: 'pods', namespace: 'default', name, subresource: 'eviction', body } as const;
  return { type: 'api', user: 'admin', request };
}

describe('evictions respect budgets:', () => {
  it('an eviction that is allowed is one', () => {
    expect(threePods().evict('a')).toEqual([201, undefined]);
  });

  it('two at one moment are one too many', () => {
    const cluster = threePods();
    cluster.evict('a');
    expect(cluster.evict('b')).toEqual([429, undefined]);
    expect(cluster.letGo('b')).toMatch(/^default\/b \(.*\) went although default\/web allowed 0$/);
  });

  it('what is let go is taken from the budget', () => {
    expect(threePods().letGo('a')).toBe('default/a went, and its budget allows 1 after 1');
  });

  it('a pod that has just been deleted may not be known', () => {
    const cluster = threePods();
    cluster.remove(POD, 'a');
    expect(cluster.evict('b')).toEqual([201, undefined]);
  });

  it('a pod that has been deleted is known a moment later', () => {
    const cluster = threePods();
    cluster.remove(POD, 'a');
    cluster.run(0.5);
    expect(cluster.evict('b')).toEqual([429, undefined]);
    expect(cluster.letGo('b')).toBeDefined();
  });

  it('a pod that its labels have taken away is not known until another one is written', () => {
    const cluster = threePods();
    cluster.patchPod('a', { metadata: { labels: { app: 'other' } } });
    cluster.run(5);
    expect(cluster.letGo('b')).toBe('default/b went, and its budget allows 1 after 1');
    cluster.patchPod('c', { metadata: { annotations: { look: 'again' } } });
    cluster.run(0.5);
    expect(cluster.evict('b')).toEqual([429, undefined]);
    expect(cluster.letGo('b')).toMatch(/went although default\/web allowed 0$/);
  });

  it('pods are counted anew, whatever the status says', () => {
    const cluster = threePods();
    cluster.patchPod('a', { metadata: { labels: { app: 'other' } } });
    cluster.patchPod('c', { metadata: { annotations: { look: 'again' } } });
    cluster.run(0.5);
    const status = { disruptionsAllowed: 1, currentHealthy: 3, desiredHealthy: 2, expectedPods: 3, observedGeneration: 1 };
    cluster.cluster.request({
      verb: 'patch',
      group: 'policy',
      resource: 'poddisruptionbudgets',
      namespace: 'default',
      name: 'web',
      subresource: 'status',
      patchType: 'merge',
      body: { status },
    });
    expect(cluster.evict('b')).toEqual([201, expect.stringMatching(/went, and default\/web has 1 healthy pods of 2$/)]);
  });
});
