import { isQuantity } from '../../api/quantity.ts';
import { type Action, kindWord, kubectlAction, slashName } from './action.ts';

/** What can be done to any object. */
export const deleteObject: Action = kubectlAction({
  id: 'delete',
  label: 'action.delete',
  destroys: true,
  applies: ({ kind }) => kind !== 'Node' && kind !== 'Station',
  // Not waited for: the page shows what becomes of it, also while time stands still.
  words: (target) => ['delete', kindWord(target), target.name, '--wait=false'],
});

export const labelObject: Action = kubectlAction({
  id: 'label',
  label: 'action.label',
  question: {
    label: 'ask.label',
    type: 'text',
    initial: (object) => {
      const [first] = Object.entries(object?.metadata.labels ?? {});
      return first ? `${first[0]}=${first[1]}` : '';
    },
    accepts: (answer) => /^\S+(=\S*|-)$/.test(answer.trim()),
  },
  applies: ({ kind }) => kind !== 'Station',
  words: (target, answer) => ['label', kindWord(target), target.name, answer.trim(), '--overwrite'],
});

const WITH_REPLICAS = new Set(['Deployment', 'ReplicaSet', 'ReplicationController', 'StatefulSet']);
const ROLLED_OUT = new Set(['Deployment', 'DaemonSet', 'StatefulSet']);

export const scale: Action = kubectlAction({
  id: 'scale',
  label: 'action.scale',
  question: {
    label: 'ask.replicas',
    type: 'number',
    initial: (object) => String(numberAt(object, 'spec', 'replicas') ?? 1),
    accepts: (answer) => /^\d{1,5}$/.test(answer),
  },
  applies: ({ kind }) => WITH_REPLICAS.has(kind),
  words: (target, answer) => ['scale', slashName(target), `--replicas=${answer}`],
});

export const setImage: Action = kubectlAction({
  id: 'set-image',
  label: 'action.setImage',
  question: {
    label: 'ask.image',
    type: 'text',
    initial: (object) => firstImage(object),
    accepts: (answer) => /^[^\s=]+=\S+$/.test(answer.trim()),
  },
  applies: ({ kind }) => WITH_REPLICAS.has(kind) || ROLLED_OUT.has(kind),
  words: (target, answer) => ['set', 'image', slashName(target), answer.trim()],
});

export const restartRollout: Action = kubectlAction({
  id: 'rollout-restart',
  label: 'action.rolloutRestart',
  applies: ({ kind }) => ROLLED_OUT.has(kind),
  words: (target) => ['rollout', 'restart', slashName(target)],
});

export const undoRollout: Action = kubectlAction({
  id: 'rollout-undo',
  label: 'action.rolloutUndo',
  applies: ({ kind }) => ROLLED_OUT.has(kind),
  words: (target) => ['rollout', 'undo', slashName(target)],
});

export const pauseRollout: Action = kubectlAction({
  id: 'rollout-pause',
  label: 'action.rolloutPause',
  suits: (object) => at(at(object, 'spec'), 'paused') !== true,
  applies: ({ kind }) => kind === 'Deployment',
  words: (target) => ['rollout', 'pause', slashName(target)],
});

export const resumeRollout: Action = kubectlAction({
  id: 'rollout-resume',
  label: 'action.rolloutResume',
  suits: (object) => at(at(object, 'spec'), 'paused') === true,
  applies: ({ kind }) => kind === 'Deployment',
  words: (target) => ['rollout', 'resume', slashName(target)],
});

const SUSPENDED = new Set(['CronJob', 'Job']);

export const suspend: Action = kubectlAction({
  id: 'suspend',
  label: 'action.suspend',
  suits: (object) => at(at(object, 'spec'), 'suspend') !== true,
  applies: ({ kind }) => SUSPENDED.has(kind),
  words: (target) => ['patch', slashName(target), '-p', '{"spec":{"suspend":true}}'],
});

export const unsuspend: Action = kubectlAction({
  id: 'unsuspend',
  label: 'action.unsuspend',
  suits: (object) => at(at(object, 'spec'), 'suspend') === true,
  applies: ({ kind }) => SUSPENDED.has(kind),
  words: (target) => ['patch', slashName(target), '-p', '{"spec":{"suspend":false}}'],
});

export const runNow: Action = kubectlAction({
  id: 'run-now',
  label: 'action.runNow',
  question: {
    label: 'ask.jobName',
    type: 'text',
    initial: (object) => `${object?.metadata.name ?? 'job'}-by-hand`,
    accepts: (answer) => /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(answer.trim()),
  },
  applies: ({ kind }) => kind === 'CronJob',
  words: (target, answer) => ['create', 'job', answer.trim(), `--from=cronjob/${target.name}`],
});

export const resize: Action = kubectlAction({
  id: 'resize',
  label: 'action.resize',
  question: {
    label: 'ask.storage',
    type: 'text',
    initial: (object) => {
      const now = at(at(at(at(object, 'spec'), 'resources'), 'requests'), 'storage');
      return typeof now === 'string' ? now : '';
    },
    accepts: isQuantity,
  },
  applies: ({ kind }) => kind === 'PersistentVolumeClaim',
  words: (target, answer) => [
    'patch',
    slashName(target),
    '-p',
    JSON.stringify({ spec: { resources: { requests: { storage: answer.trim() } } } }),
  ],
});

/** `container=image` of the first container of the object's pod template. */
function firstImage(object: unknown): string {
  const containers = at(at(at(at(object, 'spec'), 'template'), 'spec'), 'containers');
  const first: unknown = Array.isArray(containers) ? containers[0] : undefined;
  const name = at(first, 'name');
  const image = at(first, 'image');
  return typeof name === 'string' && typeof image === 'string' ? `${name}=${image}` : '';
}

function numberAt(object: unknown, ...path: readonly string[]): number | undefined {
  const value = path.reduce(at, object);
  return typeof value === 'number' ? value : undefined;
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as { readonly [key: string]: unknown })[key] : undefined;
}
