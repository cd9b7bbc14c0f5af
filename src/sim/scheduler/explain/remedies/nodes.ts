/** What can be done about a node that is cordoned, tainted, or not ready. */
import { firstUntolerated, isTolerated } from '../../../../api/pod/tolerations.ts';
import type { Node, Taint, Toleration } from '../../../../api/types.gen.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import { type Trial, withNode } from '../trial.ts';
import { type Remedies, type Remedy, nodeChange, podLine, podRemedy } from './remedy.ts';

const CORDONED = 'node.kubernetes.io/unschedulable';
/** Taints that go when the node reports again. */
const LOST: ReadonlySet<string> = new Set(['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']);

/** Its kubelet does not report. */
export function isLost({ hardTaints }: NodeInfo): boolean {
  return hardTaints.some(({ key }) => LOST.has(key));
}

export function uncordon(_trial: Trial, { name }: NodeInfo): Remedies {
  return [
    {
      size: 1,
      changes: [nodeChange(name, { kind: 'uncordon', line: `kubectl uncordon ${name}` })],
      apply: (trial) => withNode(trial, name, (node) => withTaints(node, ({ key }) => key !== CORDONED, false)),
    },
  ];
}

export function taints(trial: Trial, node: NodeInfo): Remedies {
  const { tolerations } = trial.cycle.spec;
  const untolerated = node.hardTaints.filter((taint) => !isTolerated(tolerations, taint));
  const own = untolerated.filter(({ key }) => !LOST.has(key) && key !== CORDONED);
  const lost = untolerated.filter(({ key }) => LOST.has(key));
  const cordoned = untolerated.some(({ key }) => key === CORDONED);
  const first = lost.length > 0 ? startNode(node.name) : cordoned ? uncordon(trial, node) : [];
  if (own.length === 0) return first;
  const ways = [removeTaints(node.name, own), tolerate(trial, own)];
  return first.length === 0 ? ways : ways.flatMap((way) => first.map((before) => both(before, way)));
}

function startNode(name: string): Remedies {
  return [
    {
      size: 1,
      changes: [nodeChange(name, { kind: 'start-node' })],
      apply: (trial) => withNode(trial, name, (node) => withTaints(node, ({ key }) => !LOST.has(key), node.spec?.unschedulable)),
    },
  ];
}

function removeTaints(name: string, gone: readonly Taint[]): Remedy {
  return {
    size: 2 * gone.length,
    changes: gone.map((taint) =>
      nodeChange(name, { kind: 'remove-taint', what: taintText(taint), line: `kubectl taint nodes ${name} ${taintText(taint)}-` }),
    ),
    apply: (trial) =>
      withNode(trial, name, (node) =>
        withTaints(node, (taint) => firstUntolerated([taint], gone.map(exactly)) !== undefined, node.spec?.unschedulable),
      ),
  };
}

function tolerate(trial: Trial, unwanted: readonly Taint[]): Remedy {
  const added = unwanted.map(exactly);
  const { pod, spec } = trial.cycle;
  const path = spec.tolerations === undefined ? '/spec/tolerations' : '/spec/tolerations/-';
  const value = (toleration: Toleration) => (spec.tolerations === undefined ? [toleration] : toleration);
  const single = podRemedy(trial, 2 * added.length, { kind: 'tolerate' }, (before) => ({
    ...before,
    tolerations: [...(before.tolerations ?? []), ...added],
  }));
  const changes = added.flatMap((toleration, index) => {
    const patch = JSON.stringify([{ op: 'add', path, value: value(toleration) }]);
    return single.changes.map((change) => ({
      ...change,
      what: taintText(unwanted[index]),
      field: 'spec.tolerations',
      line: added.length > 1 && spec.tolerations === undefined ? '' : podLine(pod, (name) => `patch pod ${name} --type=json -p='${patch}'`),
    }));
  });
  return { ...single, changes };
}

/** One after the other; what both would do is done once. */
export function both(a: Remedy, b: Remedy): Remedy {
  const done = new Set(a.changes.map((change) => JSON.stringify(change)));
  const more = b.changes.filter((change) => !done.has(JSON.stringify(change)));
  const size = a.size + (b.size * more.length) / b.changes.length;
  return { size, changes: [...a.changes, ...more], apply: (trial) => b.apply(a.apply(trial)) };
}

function exactly({ key, value, effect }: Taint): Toleration {
  return value ? { key, operator: 'Equal', value, effect } : { key, operator: 'Exists', effect };
}

function taintText(taint: Taint | undefined): string {
  if (taint === undefined) return '';
  const { key, value, effect } = taint;
  return `${key}${value ? `=${value}` : ''}:${effect}`;
}

function withTaints(node: Node, stays: (taint: Taint) => boolean, unschedulable: boolean | undefined): Node {
  const { unschedulable: _before, taints: all = [], ...spec } = node.spec ?? {};
  return { ...node, spec: { ...spec, taints: all.filter(stays), ...(unschedulable === true ? { unschedulable } : {}) } };
}
