import { say } from '../messages/language.ts';
import { type Action, kubectlAction } from './action.ts';

export const crash: Action = {
  id: 'crash',
  label: 'action.crash',
  destroys: true,
  applies: ({ kind }) => kind === 'Pod',
  line: ({ namespace, name }) => `kubectl exec ${name}${namespace === 'default' ? '' : ` -n ${namespace}`} -- kill 1`,
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
