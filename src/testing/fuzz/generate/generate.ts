/** The plan of a seed. Everything about it follows from the seed: mostly small, now and then larger. */
import { type Dice, createDice } from '../dice.ts';
import { hostsOf, isElecting } from '../../../sim/runtime/boot.ts';
import type { Action, Plan, Step } from '../plan.ts';
import { randomChange } from './changes.ts';
import { RANDOM_KINDS, type RandomKind } from './kinds.ts';
import { randomSpec } from './machines.ts';
import { randomFault, randomNodeChange, randomPower } from './nodes.ts';
import type { Surroundings } from './parts.ts';
import { randomDeed } from './pods.ts';
import { SURROUNDINGS } from './policies.ts';
import { type Known, asAction, create, patch } from './requests.ts';

export function planOf(seed: number): Plan {
  const dice = createDice(seed, 'fuzz');
  const spec = randomSpec(dice);
  const size = dice.weighted([
    [60, { objects: 3, actions: 6 }],
    [30, { objects: 5, actions: 14 }],
    [8, { objects: 8, actions: 25 }],
    [2, { objects: 14, actions: 50 }],
  ]);
  const nodes = spec.machines.map(({ name }) => name);
  const world: World = {
    dice,
    nodes,
    namespaces: ['default', ...(dice.chance(0.4) ? ['team'] : [])],
    kinds: focus(dice),
    known: [],
    around: { nodes, hosts: isElecting(spec) ? hostsOf(spec) : [], stopped: [] },
    isShaky: dice.chance(0.25),
  };
  const setup = [...world.namespaces.slice(1).map(createNamespace), ...(dice.chance(0.6) ? SURROUNDINGS.map(ofClass) : [])];
  const steps = [
    ...setup.map((action): Step => ({ afterMs: 0, action })),
    ...Array.from({ length: dice.between(1, size.objects) }, () => stepOf(dice, newObject(world))),
    ...Array.from({ length: dice.between(1, size.actions) }, () => stepOf(dice, randomAction(world))),
  ];
  const [first, ...others] = steps;
  // Most users come to a cluster that is up.
  return { seed, spec, steps: first === undefined ? [] : [{ ...first, afterMs: dice.chance(0.8) ? 10_000 : dice.below(3000) }, ...others] };
}

interface World {
  readonly dice: Dice;
  readonly nodes: readonly string[];
  readonly namespaces: readonly string[];
  /** Few kinds at once meet more often. */
  readonly kinds: readonly RandomKind[];
  readonly known: Known[];
  readonly around: Surroundings;
  /** The control plane itself is not to be relied on. */
  readonly isShaky: boolean;
}

const NAMES = ['a', 'a', 'a', 'b', 'b', 'c'] as const;

function focus(dice: Dice): readonly RandomKind[] {
  if (dice.chance(0.4)) return RANDOM_KINDS;
  const [chosen, other] = [0, 1].map(() => dice.weighted(RANDOM_KINDS.map((kind) => [kind.weight, kind] as const)));
  const around = RANDOM_KINDS.filter(({ kind }) => ['Service', 'PodDisruptionBudget', 'ResourceQuota'].includes(kind) && dice.chance(0.4));
  return [...new Set([chosen, other, ...around].filter((kind) => kind !== undefined))];
}

function randomAction(world: World): Action {
  const { dice, known, nodes, namespaces, around, isShaky } = world;
  const make = dice.weighted<() => Action>([
    [8, () => (known.length === 0 ? newObject(world) : randomChange(dice, dice.pick(known)))],
    [3, () => newObject(world)],
    [7, () => randomDeed(dice, dice.pick(namespaces))],
    [3, () => randomFault(dice, around)],
    [isShaky ? 7 : 0, () => randomPower(dice, around)],
    [2.5, () => randomNodeChange(dice, nodes)],
    [namespaces.length > 1 ? 0.7 : 0, () => asAction({ verb: 'delete', ...NAMESPACES, name: 'team' })],
    [namespaces.length > 1 ? 0.5 : 0, () => createNamespace('team')],
  ]);
  return make();
}

function newObject({ dice, kinds, known, namespaces }: World): Action {
  const kind = dice.weighted(kinds.map((each) => [each.weight, each] as const));
  const manifest = kind.make(dice, { namespace: dice.chance(0.75) ? 'default' : dice.pick(namespaces), name: dice.pick(NAMES) });
  const object = { kind, namespace: manifest.metadata.namespace ?? '', name: manifest.metadata.name };
  known.push(object);
  return dice.chance(0.3) ? patch(object, manifest, 'apply') : create(kind, manifest);
}

function stepOf(dice: Dice, action: Action): Step {
  return { afterMs: randomDelay(dice), action };
}

/** From the middle of what the last action led to until long after it. */
function randomDelay(dice: Dice): number {
  const most = dice.weighted([
    [3, 0],
    [3, 5],
    [3, 60],
    [4, 1500],
    [5, 8000],
    [3, 40_000],
    [1, 120_000],
    [0.5, 400_000],
  ]);
  return dice.between(most >> 2, most);
}

const NAMESPACES = { group: '', resource: 'namespaces' } as const;

function createNamespace(name: string): Action {
  return create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}

function ofClass(manifest: (typeof SURROUNDINGS)[number]): Action {
  return create({ group: 'scheduling.k8s.io', resource: 'priorityclasses' }, manifest);
}
