import type { KubeObject } from '../../../api/object.ts';
import type { Container, PodSpec } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import type { Found } from '../../parse/select.ts';

interface Templated {
  readonly template?: { readonly spec?: PodSpec };
}
interface Workload extends KubeObject {
  readonly spec?: Templated & { readonly jobTemplate?: { readonly spec?: Templated } };
}

/** The pod spec inside an object. */
export function podSpecOf({ object, name, resource }: Pick<Found, 'object' | 'name' | 'resource'>): PodSpec {
  const found = findPodSpec(object);
  if (found !== undefined) return found;
  const type = `*${resource.version}.${object.kind}`;
  throw new CommandError(`${resource.resource}/${name} the object is not a pod or does not have a pod template: ${type}`);
}

function findPodSpec(object: KubeObject): PodSpec | undefined {
  const { spec } = object as Workload;
  if (object.kind === 'Pod') return spec as PodSpec | undefined;
  return spec?.jobTemplate?.spec?.template?.spec ?? spec?.template?.spec;
}

/** The object with its pod spec changed, wherever that lies. */
export function withPodSpec(object: KubeObject, changed: PodSpec): KubeObject {
  if (object.kind === 'Pod') return { ...object, spec: changed } as KubeObject;
  const { spec = {} } = object as Workload;
  const inTemplate = ({ template }: Templated) => ({ template: { ...template, spec: changed } });
  const { jobTemplate } = spec;
  const next =
    jobTemplate === undefined
      ? { ...spec, ...inTemplate(spec) }
      : { ...spec, jobTemplate: { ...jobTemplate, spec: { ...jobTemplate.spec, ...inTemplate(jobTemplate.spec ?? {}) } } };
  return { ...object, spec: next } as KubeObject;
}

/** The object with each chosen container changed. */
export function withContainers(found: Found, names: readonly string[], edit: (container: Container) => Container): KubeObject {
  const spec = podSpecOf(found);
  const changed = (containers: readonly Container[]) => containers.map((one) => (names.includes(one.name) ? edit(one) : one));
  const init = spec.initContainers === undefined ? {} : { initContainers: changed(spec.initContainers) };
  return withPodSpec(found.object, { ...spec, containers: changed(spec.containers), ...init });
}

/** Names of the containers that `-c` means: `*` is all of them; a trailing or leading star matches the rest. */
export function chosenContainers(containers: readonly Container[] | undefined, pattern: string): readonly string[] {
  const regex = new RegExp(`^${pattern.split('*').map(escapeRegex).join('.*')}$`);
  return (containers ?? []).map(({ name }) => name).filter((name) => regex.test(name));
}

function escapeRegex(text: string): string {
  return text.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`);
}
