import { deepEqual } from '../../base/equal.ts';
import type { PodTemplateSpec } from '../../api/types.gen.ts';

const TEMPLATE_HASH = 'pod-template-hash';

/** The template without the label that the Deployment controller adds to tell ReplicaSets apart. */
export function withoutHash(template: PodTemplateSpec | undefined): PodTemplateSpec {
  const { [TEMPLATE_HASH]: _, ...labels } = template?.metadata?.labels ?? {};
  return { ...template, metadata: { ...template?.metadata, labels } };
}

export function equalIgnoring(a: PodTemplateSpec | undefined, b: PodTemplateSpec | undefined): boolean {
  return deepEqual(withoutHash(a), withoutHash(b));
}
