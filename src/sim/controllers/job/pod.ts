/** The pods that a job makes, and what their metadata says of them. */
import { nameOf, namespaceOf } from '../../../api/object.ts';
import { podFromTemplate } from '../../../api/pod/template.ts';
import { JOB } from '../../../api/resources.ts';
import type { Container, Job, Pod, PodTemplateSpec } from '../../../api/types.gen.ts';
import { podOfOwner } from '../../client/pod-control.ts';
import { controllerRef } from '../../client/controller-ref.ts';
import { judgeFailure } from './policies.ts';

export const TRACKING_FINALIZER = 'batch.kubernetes.io/job-tracking';
const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index';
const FAILURE_COUNT = 'batch.kubernetes.io/job-index-failure-count';
const IGNORED_FAILURE_COUNT = 'batch.kubernetes.io/job-index-ignored-failure-count';
const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX';

export function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(TRACKING_FINALIZER) === true;
}

/** Undefined when the pod doesn't say, or says what is no index. */
export function completionIndex({ metadata }: Pod): number | undefined {
  const text = metadata.annotations?.[COMPLETION_INDEX] ?? '';
  const index = /^[-+]?\d+$/.test(text) ? Number(text) : -1;
  return index < 0 ? undefined : index;
}

/** Failures of a pod's index before it, those that count and those that a policy has ignored. */
export function indexFailures({ metadata }: Pod): { readonly counted: number; readonly ignored: number } {
  const { [FAILURE_COUNT]: counted, [IGNORED_FAILURE_COUNT]: ignored } = metadata.annotations ?? {};
  return { counted: readCount(counted), ignored: readCount(ignored) };
}

const MAX_INT32 = 2 ** 31 - 1;

function readCount(text = ''): number {
  const count = /^[-+]?\d+$/.test(text) ? Number(text) : 0;
  return count < 0 || count > MAX_INT32 ? 0 : count;
}

export function jobPod(job: Job): Pod {
  return podOfOwner(job, trackedTemplate(job.spec?.template), controllerRef(JOB, job));
}

/** `replaced`: the failed pod in whose place it comes, where failures are counted by index. */
export function indexedPod(job: Job, index: number, replaced: Pod | undefined): Pod {
  const template = indexedTemplate(job.spec?.template);
  const { labels, annotations } = template.metadata ?? {};
  const failures = job.spec?.backoffLimitPerIndex === undefined ? {} : failureAnnotations(job, replaced);
  const pod = podFromTemplate(template, {
    generateName: indexedPrefix(nameOf(job), index),
    namespace: namespaceOf(job),
    labels: { ...labels, [COMPLETION_INDEX]: `${index}` },
    annotations: { ...annotations, [COMPLETION_INDEX]: `${index}`, ...failures },
    ownerReferences: [controllerRef(JOB, job)],
  });
  return pod.spec === undefined ? pod : { ...pod, spec: { ...pod.spec, hostname: `${nameOf(job)}-${index}` } };
}

function failureAnnotations({ spec }: Job, replaced: Pod | undefined): { readonly [key: string]: string } {
  if (replaced === undefined) return { [FAILURE_COUNT]: '0' };
  const { counted, ignored } = indexFailures(replaced);
  const { counts } = judgeFailure(spec?.podFailurePolicy, replaced);
  const nowIgnored = ignored + (counts ? 0 : 1);
  return {
    [FAILURE_COUNT]: `${counted + (counts ? 1 : 0)}`,
    ...(nowIgnored > 0 ? { [IGNORED_FAILURE_COUNT]: `${nowIgnored}` } : {}),
  };
}

const MAX_PREFIX = 58;

/** The index is never cut off. */
function indexedPrefix(name: string, index: number): string {
  const tail = `-${index}-`;
  return name.slice(0, MAX_PREFIX - tail.length) + tail;
}

/** Templates made once for each job, so that its pods share them. */
const tracked = new WeakMap<PodTemplateSpec, PodTemplateSpec>();
const indexed = new WeakMap<PodTemplateSpec, PodTemplateSpec>();

function trackedTemplate(template: PodTemplateSpec = NO_TEMPLATE): PodTemplateSpec {
  return remembered(tracked, template, ({ metadata, ...rest }) => {
    const finalizers = metadata?.finalizers ?? [];
    const all = finalizers.includes(TRACKING_FINALIZER) ? finalizers : [...finalizers, TRACKING_FINALIZER];
    return { ...rest, metadata: { ...metadata, finalizers: all } };
  });
}

const NO_TEMPLATE: PodTemplateSpec = {};

function indexedTemplate(template: PodTemplateSpec = NO_TEMPLATE): PodTemplateSpec {
  return remembered(indexed, template, (one) => {
    const next = trackedTemplate(one);
    if (next.spec === undefined) return next;
    const { containers, initContainers } = next.spec;
    const init = initContainers === undefined ? {} : { initContainers: initContainers.map(withIndexVariable) };
    return { ...next, spec: { ...next.spec, containers: containers.map(withIndexVariable), ...init } };
  });
}

function withIndexVariable(container: Container): Container {
  const { env = [] } = container;
  if (env.some(({ name }) => name === INDEX_VARIABLE)) return container;
  const fieldRef = { fieldPath: `metadata.labels['${COMPLETION_INDEX}']` };
  return { ...container, env: [...env, { name: INDEX_VARIABLE, valueFrom: { fieldRef } }] };
}

function remembered<T extends object>(known: WeakMap<T, T>, key: T, make: (key: T) => T): T {
  let value = known.get(key);
  if (value === undefined) known.set(key, (value = make(key)));
  return value;
}
