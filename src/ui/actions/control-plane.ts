import { NodeFlag } from '../../protocol/frame.ts';
import type { FaultRequest } from '../../protocol/messages.ts';
import { say } from '../messages/language.ts';
import type { Target } from '../state/selection.ts';
import type { Action } from './action.ts';

/** What carries packets is no part of the control plane. */
const isPart = ({ kind, name }: Target): boolean => kind === 'Station' && name !== 'network';
const isNode = ({ kind }: Target): boolean => kind === 'Node';
const isOff = (flags: number): boolean => (flags & NodeFlag.poweredOff) !== 0;
const hasNoKubelet = (flags: number): boolean => (flags & NodeFlag.kubeletStopped) !== 0;

/** Of a process on several hosts, the host stands in the place of the namespace. */
const fault = (type: 'component-stop' | 'component-start', { name, namespace }: Target): FaultRequest => ({
  type,
  component: name,
  ...(namespace === '' ? {} : { instance: namespace }),
});

export const stopPart: Action = {
  id: 'stop-part',
  label: 'action.stopPart',
  destroys: true,
  applies: (target, flags) => isPart(target) && !isOff(flags),
  line: () => '',
  instead: 'instead.stopPart',
  done: ({ name }) => say('done.stopPart', { name }),
  request: (target) => ({ type: 'fault', fault: fault('component-stop', target) }),
};

/** Of those that elect a leader: it gives back its lease, so that nobody has to wait until that has expired. */
export const retirePart: Action = {
  ...stopPart,
  id: 'retire-part',
  label: 'action.retirePart',
  applies: (target, flags) => isPart(target) && !isOff(flags) && ELECTED.has(target.name),
  instead: 'instead.retirePart',
  request: (target) => ({ type: 'fault', fault: { ...fault('component-stop', target), graceful: true } as FaultRequest }),
};

const ELECTED: ReadonlySet<string> = new Set(['default-scheduler', 'kube-controller-manager', 'kube-scheduler']);

export const startPart: Action = {
  id: 'start-part',
  label: 'action.startPart',
  applies: (target, flags) => isPart(target) && isOff(flags),
  line: () => '',
  instead: 'instead.startPart',
  done: ({ name }) => say('done.startPart', { name }),
  request: (target) => ({ type: 'fault', fault: fault('component-start', target) }),
};

export const stopKubelet: Action = {
  id: 'stop-kubelet',
  label: 'action.stopKubelet',
  destroys: true,
  applies: (target, flags) => isNode(target) && !isOff(flags) && !hasNoKubelet(flags),
  line: () => '',
  instead: 'instead.stopKubelet',
  done: ({ name }) => say('done.stopKubelet', { name }),
  request: ({ name }) => ({ type: 'fault', fault: { type: 'component-stop', component: 'kubelet', instance: name } }),
};

export const startKubelet: Action = {
  id: 'start-kubelet',
  label: 'action.startKubelet',
  applies: (target, flags) => isNode(target) && !isOff(flags) && hasNoKubelet(flags),
  line: () => '',
  instead: 'instead.startKubelet',
  done: ({ name }) => say('done.startKubelet', { name }),
  request: ({ name }) => ({ type: 'fault', fault: { type: 'component-start', component: 'kubelet', instance: name } }),
};
