import { deepEqual } from '../../base/equal.ts';
import { forbidden, invalid, notSupported, required } from '../field-error.ts';
import type { Column, ScaleAccess } from '../kind.ts';
import { ApiError } from '../errors.ts';
import { isEmptySelector, matchesSelector, selectorOf, selectorOfSet, selectorText } from '../labels.ts';
import type { KubeObject } from '../object.ts';
import { containerImages, containerNames } from '../pod/template.ts';
import type { JsonValue } from '../scalars.ts';
import type { LabelSelector, PodTemplateSpec } from '../types.gen.ts';
import { validateLabelSelector } from '../validation/label-selector.ts';
import { type Findings, checkNotNegative, immutable, shown } from './checks.ts';
import { orNone, wideColumn } from './columns.ts';
import { NO_CONTAINERS, defaultPodSpec } from './pod/defaults.ts';
import { latePodRules } from './pod/late.ts';
import { nameWarnings, templateWarnings } from './pod/warnings.ts';
import { alter, fill, memoised } from './sharing.ts';

/** What ReplicationController, ReplicaSet and Deployment have in common: a template, a selector for it, and replicas. */
export const defaultTemplate: (template: PodTemplateSpec) => PodTemplateSpec = memoised((template) =>
  alter(fill(template, { metadata: {}, spec: NO_CONTAINERS }), 'spec', defaultPodSpec),
);

export function checkTemplate(template: PodTemplateSpec | undefined, kind: string, path: string, findings: Findings): void {
  if (template === undefined) return void findings.push(required(path));
  latePodRules()?.checkTemplate(template, path, findings);
  const policy = template.spec?.restartPolicy ?? '';
  if (policy !== 'Always') findings.push(notSupported(`${path}.spec.restartPolicy`, policy, ['Always']));
  if (template.spec?.activeDeadlineSeconds !== undefined) {
    findings.push(forbidden(`${path}.spec.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`));
  }
}

/** The selector, and the template that it must select (ReplicaSets and Deployments alike; also in the words). */
export function checkSelectorAndTemplate(
  selector: LabelSelector | undefined,
  template: PodTemplateSpec | undefined,
  path: string,
  findings: Findings,
): void {
  const at = `${path}.selector`;
  const problems = selector === undefined ? [] : validateLabelSelector(selector, at);
  if (selector === undefined) findings.push(required(at));
  else {
    findings.push(...problems);
    if (isEmptyLabelSelector(selector)) findings.push(invalid(at, shownSelector(selector), 'empty selector is invalid for deployment'));
  }
  if (problems.length > 0) return void findings.push(invalid(at, shownSelector(selector), 'invalid label selector'));
  if (template !== undefined) checkSelected(selector, template, `${path}.template`, findings);
  checkTemplate(template, 'ReplicaSet', `${path}.template`, findings);
}

export function isEmptyLabelSelector({ matchLabels = {}, matchExpressions = [] }: LabelSelector): boolean {
  return Object.keys(matchLabels).length + matchExpressions.length === 0;
}

function checkSelected(selector: LabelSelector | undefined, template: PodTemplateSpec, path: string, findings: Findings): void {
  const parsed = selectorOf(selector);
  const labels = template.metadata?.labels;
  if (isEmptySelector(parsed) || matchesSelector(parsed, labels)) return;
  findings.push(mismatch(labels, path));
}

export function mismatch(labels: { readonly [key: string]: string } | undefined, path: string): ReturnType<typeof invalid> {
  return invalid(`${path}.metadata.labels`, sortedByKey(labels), '`selector` does not match template `labels`');
}

/** A selector as errors show it. */
export function shownSelector(selector: LabelSelector | undefined): JsonValue | undefined {
  return selector && shown({ ...selector, ...(selector.matchLabels && { matchLabels: sortedByKey(selector.matchLabels) }) });
}

/** As Go prints a map. */
export function sortedByKey(map: { readonly [key: string]: JsonValue } | undefined): JsonValue | undefined {
  return map === undefined ? undefined : Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function checkSelectorUnchanged(next: LabelSelector | undefined, stored: LabelSelector | undefined, findings: Findings): void {
  if (!deepEqual(next, stored)) findings.push(immutable('spec.selector', shownSelector(next)));
}

type Counts = { readonly [field: string]: unknown };

/** None negative, none above the number of replicas, and no more available than ready. */
export function checkReplicaCounts(status: Counts, fields: readonly string[], bounded: readonly string[], findings: Findings): void {
  const count = (field: string): number => (typeof status[field] === 'number' ? status[field] : 0);
  for (const field of fields) checkNotNegative(count(field), `status.${field}`, findings);
  for (const field of bounded) {
    if (count(field) > count('replicas')) findings.push(invalid(`status.${field}`, count(field), 'cannot be greater than status.replicas'));
  }
  if (count('availableReplicas') > count('readyReplicas')) {
    findings.push(invalid('status.availableReplicas', count('availableReplicas'), 'cannot be greater than readyReplicas'));
  }
}

interface WithCollisions {
  readonly collisionCount?: number;
}

/** How often a name was taken already only ever grows. */
export function checkCollisions(next: WithCollisions = {}, stored: WithCollisions = {}, findings: Findings): void {
  const [after, before] = [next.collisionCount, stored.collisionCount];
  if (before === undefined || (after !== undefined && after >= before)) return;
  findings.push(invalid('status.collisionCount', after ?? 0, 'cannot be decremented'));
}

interface WithTemplate extends KubeObject {
  readonly spec?: { readonly template?: PodTemplateSpec };
}

interface Scalable extends KubeObject {
  readonly spec?: { readonly replicas?: number; readonly selector?: LabelSelector };
  readonly status?: { readonly replicas?: number };
}

/** Scale of what has replicas and a selector. */
export function scaleOf<T extends Scalable>(): ScaleAccess<T> {
  return {
    replicas: ({ spec }) => spec?.replicas ?? 0,
    statusReplicas: ({ status }) => status?.replicas ?? 0,
    selector: ({ spec }) => selectorText(selectorOf(spec?.selector)),
    withReplicas: (object, replicas) => ({ ...object, spec: { ...object.spec, replicas } }),
  };
}

/** Without the fields of features that are off. */
export function preparedTemplate<T extends WithTemplate>(object: T): T {
  const template = object.spec?.template;
  const prepared = template && withoutDisabledFields(template);
  return prepared === template ? object : { ...object, spec: { ...object.spec, template: prepared } };
}

export function withoutDisabledFields(template: PodTemplateSpec): PodTemplateSpec {
  return alter(template, 'spec', (spec) => latePodRules()?.withoutDisabledFields(spec) ?? spec);
}

/** What the columns of `-o wide` add, the selector apart. */
export function templateColumns<T extends WithTemplate>(): readonly Column<T>[] {
  return [
    wideColumn<T>('Containers', (object) => containerNames(object.spec?.template)),
    wideColumn<T>('Images', (object) => containerImages(object.spec?.template)),
  ];
}

/** A selector as its column shows it (metav1.FormatLabelSelector). */
export function selectorCell(selector: LabelSelector | undefined): string {
  try {
    return orNone(selectorText(selectorOf(selector)));
  } catch (error) {
    if (error instanceof ApiError) return '<error>';
    throw error;
  }
}

/** The same for a map of labels. */
export function labelsCell(labels: { readonly [key: string]: string } | undefined): string {
  return orNone(selectorText(selectorOfSet(labels)));
}

/** On update only a changed template is worth warning about. */
export function workloadWarnings<T extends WithTemplate>(next: T, stored?: T): readonly string[] {
  if (stored === undefined)
    return [...nameWarnings(next, 'Pod names and hostnames'), ...templateWarnings(next.spec?.template, 'spec.template')];
  const template = next.spec?.template;
  return template === stored.spec?.template || deepEqual(next.spec, stored.spec) ? [] : templateWarnings(template, 'spec.template');
}
