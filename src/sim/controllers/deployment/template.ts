import { deepEqual } from '../../../base/equal.ts';
import type { LabelSelector, PodTemplateSpec } from '../../../api/types.gen.ts';

export const TEMPLATE_HASH = 'pod-template-hash';

type Labels = { readonly [key: string]: string };

/** Whether two templates make the same pods; the hash that the controller itself adds as a label does not count. */
export function isSameTemplate(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  if (a === b) return true;
  const { labels: labelsA, ...restA } = a?.metadata ?? {};
  const { labels: labelsB, ...restB } = b?.metadata ?? {};
  return deepEqual(a?.spec, b?.spec) && sameLabels(labelsA, labelsB) && deepEqual(restA, restB);
}

export function withHash(template: PodTemplateSpec, hash: string): PodTemplateSpec {
  return { ...template, metadata: { ...template.metadata, labels: { ...template.metadata?.labels, [TEMPLATE_HASH]: hash } } };
}

export function withoutHash(template: PodTemplateSpec): PodTemplateSpec {
  const { [TEMPLATE_HASH]: _hash, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels } };
}

export function selectorWithHash(selector: LabelSelector | undefined, hash: string): LabelSelector {
  return { ...selector, matchLabels: { ...selector?.matchLabels, [TEMPLATE_HASH]: hash } };
}

function sameLabels(a: Labels = {}, b: Labels = {}): boolean {
  return a === b || (includesLabels(a, b) && includesLabels(b, a));
}

function includesLabels(labels: Labels, others: Labels): boolean {
  for (const key in others) if (key !== TEMPLATE_HASH && labels[key] !== others[key]) return false;
  return true;
}
