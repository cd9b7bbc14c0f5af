import { NodeFlag } from '../../protocol/frame.ts';
import { say } from '../messages/language.ts';
import type { Target } from '../state/selection.ts';
import { type Action, kubectlAction } from './action.ts';

const isNode = ({ kind }: Target): boolean => kind === 'Node';

export const cordon: Action = kubectlAction({
  id: 'cordon',
  label: 'action.cordon',
  applies: (target, flags) => isNode(target) && (flags & NodeFlag.cordoned) === 0,
  words: ({ name }) => ['cordon', name],
});

export const uncordon: Action = kubectlAction({
  id: 'uncordon',
  label: 'action.uncordon',
  applies: (target, flags) => isNode(target) && (flags & NodeFlag.cordoned) !== 0,
  words: ({ name }) => ['uncordon', name],
});

export const drain: Action = kubectlAction({
  id: 'drain',
  label: 'action.drain',
  destroys: true,
  applies: isNode,
  words: ({ name }) => ['drain', name, '--ignore-daemonsets', '--delete-emptydir-data', '--force'],
});

export const stopNode: Action = {
  id: 'stop-node',
  label: 'action.stopNode',
  destroys: true,
  applies: (target, flags) => isNode(target) && (flags & NodeFlag.poweredOff) === 0,
  line: () => '',
  instead: 'instead.stopNode',
  done: ({ name }) => say('done.stopNode', { name }),
  request: ({ name }) => ({ type: 'fault', fault: { type: 'node-stop', node: name } }),
};

export const startNode: Action = {
  id: 'start-node',
  label: 'action.startNode',
  applies: (target, flags) => isNode(target) && (flags & NodeFlag.poweredOff) !== 0,
  line: () => '',
  instead: 'instead.startNode',
  done: ({ name }) => say('done.startNode', { name }),
  request: ({ name }) => ({ type: 'fault', fault: { type: 'node-start', node: name } }),
};

export const removeNode: Action = {
  id: 'remove-node',
  label: 'action.removeNode',
  destroys: true,
  applies: isNode,
  line: () => '',
  instead: 'instead.removeNode',
  done: ({ name }) => say('done.removeNode', { name }),
  request: ({ name }) => ({ type: 'fault', fault: { type: 'node-remove', node: name } }),
};

/** Belongs to the cluster as a whole: a target of kind `Cluster`. */
export const addNode: Action = {
  id: 'add-node',
  label: 'action.addNode',
  applies: ({ kind }) => kind === 'Cluster',
  line: () => '',
  instead: 'instead.addNode',
  done: () => say('done.addNode'),
  request: () => ({ type: 'fault', fault: { type: 'node-add' } }),
};
