import { say } from '../messages/language.ts';
import { select } from '../state/selection.ts';
import { type Action, kubectlAction, kubectlLine } from './action.ts';

/** The page shows it in the inspector, and goes on while it is looked at. */
export const logs: Action = {
  id: 'logs',
  label: 'action.logs',
  applies: ({ kind }) => kind === 'Pod',
  line: (target) => kubectlLine(target, ['logs', '-f', target.name]),
  request: (target) => ({
    type: 'page',
    run: () => {
      select(target, 'logs');
      return Promise.resolve();
    },
  }),
};

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
