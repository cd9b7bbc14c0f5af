import type { ObjectMeta, Pod, PodTemplateSpec } from '../types.gen.ts';

/** Containers' names and images as the wide columns of workloads list them: `nginx,sidecar`. */
export function containerNames(template: PodTemplateSpec | undefined): string {
  return (template?.spec?.containers ?? []).map(({ name }) => name).join(',');
}

export function containerImages(template: PodTemplateSpec | undefined): string {
  return (template?.spec?.containers ?? []).map(({ image }) => image ?? '').join(',');
}

/**
 * The pod that a template stands for. It shares the template's spec, so that all its pods are defaulted, checked and
 * measured once.
 */
export function podFromTemplate(template: PodTemplateSpec | undefined, metadata: ObjectMeta): Pod {
  const { labels, annotations, finalizers } = template?.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ...metadata,
    },
    ...(template?.spec === undefined ? {} : { spec: template.spec }),
  };
}
