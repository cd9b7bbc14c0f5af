/** What is done to nodes through the API, and what happens to machines. */
import type { Fault } from '../../../sim/kernel/command.ts';
import type { Dice } from '../dice.ts';
import type { Action } from '../plan.ts';
import { TAINT_EFFECTS, randomMachine } from './machines.ts';
import { type Surroundings, randomStart, randomStop } from './parts.ts';
import { NODES, asAction, patchNode } from './requests.ts';

export function randomNodeChange(dice: Dice, nodes: readonly string[]): Action {
  const node = dice.pick(nodes);
  const make = dice.weighted<() => Action>([
    [4, () => ({ type: 'drain', node })],
    [2, () => patchNode(node, { spec: { unschedulable: true } })],
    [4, () => patchNode(node, { spec: { unschedulable: null } })],
    [2, () => patchNode(node, { spec: { taints: [{ key: 'dedicated', value: 'x', effect: dice.pick(TAINT_EFFECTS) }] } })],
    [2, () => patchNode(node, { spec: { taints: [{ $patch: 'delete', key: 'dedicated', effect: dice.pick(TAINT_EFFECTS) }] } })],
    [2, () => patchNode(node, { metadata: { labels: { disk: dice.pick(['ssd', 'hdd', null]) } } })],
    [0.3, () => asAction({ verb: 'delete', ...NODES, name: node })],
  ]);
  return make();
}

type RandomFault = readonly [weight: number, make: (dice: Dice, around: Surroundings) => Fault];

/** Faults, how often each comes, and how a random one is made: one line adds a fault. What undoes it stands in `heal` of `play.ts`. */
export const RANDOM_FAULTS: readonly RandomFault[] = [
  [3, (dice, { nodes }) => ({ type: 'node-stop', node: dice.pick(nodes) })],
  [3, (dice, { nodes }) => ({ type: 'node-start', node: dice.pick(nodes) })],
  [3, (dice, { nodes }) => ({ type: 'node-disconnect', node: dice.pick(nodes) })],
  [3, (dice, { nodes }) => ({ type: 'node-reconnect', node: dice.pick(nodes) })],
  [1.5, (dice, { nodes }) => ({ type: 'node-add', machine: randomMachine(dice, dice.pick([...nodes, `node-${nodes.length + 1}`])) })],
  [1, (dice, { nodes }) => ({ type: 'node-remove', node: dice.pick(nodes) })],
  [3, randomStop],
  [3, randomStart],
];

export function randomFault(dice: Dice, around: Surroundings): Action {
  return { type: 'fault', fault: dice.weighted(RANDOM_FAULTS)(dice, around) };
}

/** Parts of the control plane end and come back again and again. */
export function randomPower(dice: Dice, around: Surroundings): Action {
  return { type: 'fault', fault: dice.chance(0.45) ? randomStart(dice, around) : randomStop(dice, around) };
}
