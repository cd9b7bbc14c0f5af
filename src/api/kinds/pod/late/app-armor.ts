import type { AppArmorProfile, Container, EphemeralContainer, Pod, PodSpec } from '../../../types.gen.ts';
import { deepEqual } from '../../../../base/equal.ts';
import { mapShared } from '../../sharing.ts';
import type { Annotations } from '../late.ts';

const PREFIX = 'container.apparmor.security.beta.kubernetes.io/';

/** A new pod whose containers have profiles in annotations of old gets them as fields (applyAppArmorVersionSkew). */
export function withAppArmorProfiles(pod: Pod, warnings?: string[]): Pod {
  const { spec } = pod;
  const { annotations = {} } = pod.metadata;
  if (spec === undefined || spec.os?.name === 'windows' || !Object.keys(annotations).some((key) => key.startsWith(PREFIX))) return pod;
  const give = <T extends Container | EphemeralContainer>(container: T): T => {
    const text = annotations[PREFIX + container.name];
    if (text === undefined || container.securityContext?.appArmorProfile !== undefined) return container;
    const profile = profileOf(text);
    if (profile !== undefined && deepEqual(profile, spec.securityContext?.appArmorProfile)) return container;
    warnings?.push(textOf(container.name, 'metadata.annotations'));
    return profile === undefined
      ? container
      : { ...container, securityContext: { ...container.securityContext, appArmorProfile: profile } };
  };
  const { initContainers } = spec;
  const next: PodSpec = {
    ...spec,
    ...(initContainers === undefined ? {} : { initContainers: mapShared(initContainers, give) }),
    containers: mapShared(spec.containers, give),
  };
  return { ...pod, spec: next };
}

/** What an annotation says; undefined if it says nothing that can be. */
function profileOf(text: string): AppArmorProfile | undefined {
  if (text === 'unconfined') return { type: 'Unconfined' };
  if (text === 'runtime/default') return { type: 'RuntimeDefault' };
  const local = /^localhost\/(.+)$/s.exec(text)?.[1];
  return local === undefined || local !== local.trim() ? undefined : { type: 'Localhost', localhostProfile: local };
}

function textOf(container: string, annotations: string): string {
  return `${annotations}[${PREFIX}${container}]: deprecated since v1.30; use the "appArmorProfile" field instead`;
}

/** For templates: containers whose annotation no field repeats. */
export function templateAppArmorWarnings(
  container: Container | EphemeralContainer,
  annotations: Annotations,
  spec: PodSpec,
  path: string,
): readonly string[] {
  const text = annotations[PREFIX + container.name];
  if (text === undefined || container.securityContext?.appArmorProfile !== undefined) return [];
  const ofPod = spec.securityContext?.appArmorProfile;
  return ofPod !== undefined && deepEqual(profileOf(text), ofPod) ? [] : [textOf(container.name, path)];
}
