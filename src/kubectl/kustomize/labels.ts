import type { KubeObject } from '../../api/object.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import { CommandError } from '../errors.ts';
import { type FieldSpec, changeFields } from './field-path.ts';
import type { Kustomization, Labels } from './kustomization.ts';

const METADATA: readonly FieldSpec[] = [{ kind: '*', path: 'metadata/labels', create: true }];
const ANNOTATIONS: readonly FieldSpec[] = [{ kind: '*', path: 'metadata/annotations', create: true }];

const WITH_TEMPLATE = ['ReplicationController', 'Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job'];

function templates(field: 'labels' | 'annotations'): readonly FieldSpec[] {
  return [
    ...WITH_TEMPLATE.map((kind) => ({ kind, path: `spec/template/metadata/${field}`, create: true })),
    { kind: 'CronJob', path: `spec/jobTemplate/metadata/${field}`, create: true },
    { kind: 'CronJob', path: `spec/jobTemplate/spec/template/metadata/${field}`, create: true },
  ];
}

const TEMPLATES: readonly FieldSpec[] = [
  ...templates('labels'),
  { kind: 'StatefulSet', group: 'apps', path: 'spec/volumeClaimTemplates/metadata/labels', create: true },
];

const AFFINITY = ['podAffinity', 'podAntiAffinity'].flatMap((side) => [
  `${side}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels`,
  `${side}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels`,
]);

/** Where pods are chosen by their labels. */
const SELECTORS: readonly FieldSpec[] = [
  { kind: 'Service', path: 'spec/selector', create: true },
  { kind: 'ReplicationController', path: 'spec/selector', create: true },
  ...['Deployment', 'ReplicaSet', 'DaemonSet'].map((kind) => ({ kind, path: 'spec/selector/matchLabels', create: true })),
  { kind: 'StatefulSet', group: 'apps', path: 'spec/selector/matchLabels', create: true },
  ...['Deployment', 'StatefulSet'].flatMap((kind) => [
    ...AFFINITY.map((path) => ({ kind, group: 'apps', path: `spec/template/spec/affinity/${path}` })),
    { kind, group: 'apps', path: 'spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels' },
  ]),
  { kind: 'Job', group: 'batch', path: 'spec/selector/matchLabels' },
  { kind: 'CronJob', group: 'batch', path: 'spec/jobTemplate/spec/selector/matchLabels' },
  { kind: 'PodDisruptionBudget', group: 'policy', path: 'spec/selector/matchLabels' },
  { kind: 'NetworkPolicy', group: 'networking.k8s.io', path: 'spec/podSelector/matchLabels' },
  { kind: 'NetworkPolicy', group: 'networking.k8s.io', path: 'spec/ingress/from/podSelector/matchLabels' },
  { kind: 'NetworkPolicy', group: 'networking.k8s.io', path: 'spec/egress/to/podSelector/matchLabels' },
];

export function withLabels(object: KubeObject, { labels = [], commonLabels = {} }: Kustomization): KubeObject {
  const added = labels.reduce((changed, { pairs = {}, includeSelectors = false, includeTemplates = false }) => {
    const specs = [...METADATA, ...(includeSelectors || includeTemplates ? TEMPLATES : []), ...(includeSelectors ? SELECTORS : [])];
    return withPairs(changed, specs, pairs);
  }, object);
  return withPairs(added, [...METADATA, ...TEMPLATES, ...SELECTORS], commonLabels);
}

export function withAnnotations(object: KubeObject, annotations: Labels): KubeObject {
  return withPairs(object, [...ANNOTATIONS, ...templates('annotations')], annotations);
}

export function withPairs(object: KubeObject, specs: readonly FieldSpec[], pairs: Labels): KubeObject {
  if (Object.keys(pairs).length === 0) return object;
  return changeFields(object, specs, (value) => merged(value, pairs));
}

function merged(value: JsonValue | undefined, pairs: Labels): JsonValue {
  if (value !== undefined && (typeof value !== 'object' || Array.isArray(value)))
    throw new CommandError('labels and annotations must be maps');
  return { ...(value as JsonObject | null | undefined), ...pairs };
}
