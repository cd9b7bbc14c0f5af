import { groupVersionOf } from '../../api/object.ts';
import { compareText } from '../../base/compare.ts';
import { CommandError } from '../errors.ts';
import type { SortOptions } from './kustomization.ts';
import { type Resource, identityOf } from './resource.ts';

/** Kinds that others need come first (kustomize's legacy order). */
const FIRST = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];
const LAST = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

export function ordered(resources: readonly Resource[], { order = 'legacy', legacySortOptions }: SortOptions = {}): readonly Resource[] {
  if (order === 'fifo') return resources;
  if (order !== 'legacy') throw new CommandError(`the field 'sortOptions.order' must be one of [fifo, legacy]`);
  const { orderFirst: first = FIRST, orderLast: last = LAST } = legacySortOptions ?? {};
  const rank = (kind: string): number => {
    if (first.includes(kind)) return first.indexOf(kind) - first.length;
    return last.includes(kind) ? last.indexOf(kind) + 1 : 0;
  };
  return resources.toSorted(
    (a, b) => rank(a.object.kind) - rank(b.object.kind) || compareText(kindText(a), kindText(b)) || compareText(nameText(a), nameText(b)),
  );
}

function kindText({ object: { apiVersion, kind } }: Resource): string {
  const { group, version } = groupVersionOf(apiVersion);
  return [group || '~G', version || '~V', kind].join('_');
}

function nameText({ object }: Resource): string {
  const { name, namespace } = identityOf(object);
  return `${namespace}|${name}`;
}
