import { say } from '../messages/language.ts';
import { type Action, kubectlAction } from './action.ts';

export const crash: Action = {
  id: 'crash',
  label: 'action.crash',
  destroys: true,
  applies: ({ kind }) => kind === 'Pod',
  // A process that is process 1 does not end because kubectl exec says so: signals without a handler do not reach it.
  line: () => '',
  instead: 'instead.crash',
  done: ({ name }) => say('done.crash', { name }),
  request: ({ namespace, name }) => ({ type: 'fault', fault: { type: 'container-crash', namespace, pod: name } }),
};

export const forceDelete: Action = kubectlAction({
  id: 'force-delete',
  label: 'action.forceDelete',
  destroys: true,
  applies: ({ kind }) => kind === 'Pod',
  words: ({ name }) => ['delete', 'pod', name, '--grace-period=0', '--force'],
});
