import { describe, expect, it } from 'vitest';
import type { NodeAccount, PlacementAccount } from '../../api/scheduling.ts';
import { funnelOf, momentOf, rejectedAt } from './funnel.ts';

const node = (name: string, more: Partial<NodeAccount> = {}): NodeAccount => ({
  name,
  rejections: [],
  total: 0,
  scores: [],
  room: [],
  ...more,
});
const no = (plugin: string, reason: string) => ({ rejections: [{ plugin, reasons: [reason] }] });
const scored = (total: number) => ({ total, scores: [{ plugin: 'NodeResourcesFit', raw: total, normalised: total, weight: 1 }] });

function account(nodes: readonly NodeAccount[], chosen = ''): PlacementAccount {
  const sampling = { looked: nodes.length, enough: nodes.length, why: 'all' } as const;
  const common = { at: 0, attempt: 1, message: '', tied: [], counts: [], preemptionCounts: [], preemption: undefined };
  return { ...common, node: chosen, nodeCount: nodes.length, sampling, nodes };
}

describe('the funnel', () => {
  const funnel = funnelOf(
    account(
      [
        node('a', scored(50)),
        node('b', scored(100)),
        node('c', no('NodeResourcesFit', 'Insufficient cpu')),
        node('d', no('TaintToleration', 'tainted')),
      ],
      'b',
    ),
  );

  it('has an act for each filter that rejects somebody, in the order of the filters', () => {
    expect([funnel.acts, funnel.nodes.get('d')?.act, funnel.nodes.get('c')?.act, funnel.nodes.get('a')?.act]).toEqual([2, 0, 1, -1]);
    expect(funnel.nodes.get('b')).toMatchObject({ share: 1, score: '100', chosen: true });
    expect(funnel.nodes.get('a')).toMatchObject({ share: 0.5, chosen: false });
  });

  it('rejects act by act, then scores, then has a winner', () => {
    const at = (ms: number) => {
      const moment = momentOf(funnel, ms);
      const share = (name: string) =>
        Math.round(rejectedAt(funnel.nodes.get(name) ?? { act: -1, words: '', share: 0, score: '', chosen: false }, moment));
      return [share('d'), share('c'), Math.round(moment.scores), Math.round(moment.winner)];
    };
    expect([0, 420, 840, 1440, funnel.lastsMs].map(at)).toEqual([
      [0, 0, 0, 0],
      [1, 0, 0, 0],
      [1, 1, 0, 0],
      [1, 1, 1, 0],
      [1, 1, 1, 1],
    ]);
  });

  it('is the same play when nothing but the time has changed', () => {
    const one = account([node('a', scored(3))], 'a');
    expect(funnelOf({ ...one, at: 7, attempt: 2 }).key).toBe(funnelOf(one).key);
  });

  it('takes no longer for many filters', () => {
    const many = funnelOf(account(['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'].map((plugin, index) => node(`n${index}`, no(plugin, 'x')))));
    expect([many.acts, many.lastsMs]).toEqual([8, 3300]);
  });
});
