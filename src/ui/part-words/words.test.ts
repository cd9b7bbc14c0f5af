import { expect, test } from 'vitest';
import { componentsWith } from '../../sim/components.ts';
import { CONTROLLER_NAMES } from '../../sim/controller-names.ts';
import { IMAGE_WORLD } from '../../sim/images/registry.ts';
import { consequences } from './words.en.ts';

test('of each part it is said what does not happen without it', () => {
  const definitions = componentsWith(
    IMAGE_WORLD,
    () => undefined,
    () => undefined,
  ).filter(({ perMachine, process }) => !perMachine && process !== 'network');
  const controllers = definitions.filter(
    ({ process, candidateFor }) => process === 'kube-controller-manager' && candidateFor === undefined,
  );
  const parts = new Set([
    'kube-apiserver',
    'etcd',
    ...definitions.map(({ process }) => process),
    ...controllers.map(({ name }) => CONTROLLER_NAMES[name] ?? name),
  ]);
  expect([...parts].filter((name) => !(name in consequences))).toEqual([]);
});
