import { type KubeObject, nameOf } from '../../object.ts';
import type { Pod, PodSpec, PodTemplateSpec } from '../../types.gen.ts';
import { type Annotations, type WarningPaths, latePodRules } from './late.ts';

/** Texts of Warning headers about new pods and about templates: allowed, but probably not meant. */
export function podWarnings(next: Pod, stored?: Pod): readonly string[] {
  if (stored !== undefined) return [];
  const paths = { metadata: 'metadata', spec: 'spec', isTemplate: false };
  return [...nameWarnings(next, "the Pod's hostname"), ...warningsOf(next.metadata.annotations, next.spec, paths)];
}

/** `path` leads to the template. */
export function templateWarnings(template: PodTemplateSpec | undefined, path: string): readonly string[] {
  const paths = { metadata: `${path}.metadata`, spec: `${path}.spec`, isTemplate: true };
  return warningsOf(template?.metadata?.annotations, template?.spec, paths);
}

function warningsOf(annotations: Annotations = {}, spec: PodSpec | undefined, paths: WarningPaths): readonly string[] {
  return spec === undefined ? [] : (latePodRules()?.warnings(annotations, spec, paths) ?? []);
}

/** A name that will not do as a host name. */
export function nameWarnings(object: KubeObject, use: string): readonly string[] {
  const name = nameOf(object);
  const texts = [
    ...(name.length > 63 ? ['must be no more than 63 characters'] : []),
    ...(name.includes('.') ? ['must not contain dots'] : []),
  ];
  if (texts.length === 0) return [];
  return [
    `metadata.name: this is used in ${use}, which can result in surprising behavior; a DNS label is recommended: [${texts.join(' ')}]`,
  ];
}
