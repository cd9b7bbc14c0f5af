/** What makes a pod that of an ordinal: its name, labels and volumes (pkg/controller/statefulset/stateful_set_utils.go). */
import { nameOf, namespaceOf } from '../../../api/object.ts';
import { STATEFUL_SET } from '../../../api/resources.ts';
import type { Pod, StatefulSet, Volume } from '../../../api/types.gen.ts';
import { controllerRef } from '../../client/controller-ref.ts';
import { podOfOwner } from '../../client/pod-control.ts';
import { claimName } from './claims.ts';
import type { Revision } from './rollout.ts';

export const REVISION_LABEL = 'controller-revision-hash';
const POD_NAME = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX = 'apps.kubernetes.io/pod-index';

const MAX_INT32 = 2 ** 31 - 1;

/** The ordinal at the end of a pod's name; -1 if there is none. */
export function ordinalOf(pod: Pod): number {
  const ordinal = Number(parseName(pod)?.ordinal ?? -1);
  return ordinal > MAX_INT32 ? -1 : ordinal;
}

export function isMemberOf(set: StatefulSet, pod: Pod): boolean {
  return parseName(pod)?.set === nameOf(set);
}

export function revisionNameOf({ metadata }: Pod): string {
  return metadata.labels?.[REVISION_LABEL] ?? '';
}

/** A pod that is yet to be created: it has no status. */
export function newPod(set: StatefulSet, revision: Revision, ordinal: number): Pod {
  const made = podOfOwner(set, revision.template, controllerRef(STATEFUL_SET, set));
  const name = `${nameOf(set)}-${ordinal}`;
  const { spec = { containers: [] } } = made;
  const { serviceName } = set.spec ?? {};
  return {
    ...made,
    metadata: { ...made.metadata, name, labels: { ...identityLabels(made, name), [REVISION_LABEL]: revision.name } },
    spec: { ...withVolumes(set, spec, ordinal), hostname: name, ...(serviceName ? { subdomain: serviceName } : {}) },
  };
}

export function identityMatches(set: StatefulSet, pod: Pod): boolean {
  const ordinal = ordinalOf(pod);
  return ordinal >= 0 && nameOf(pod) === `${nameOf(set)}-${ordinal}` && pod.metadata.labels?.[POD_NAME] === nameOf(pod);
}

/** Whether the pod's volumes are the claims that belong to its ordinal. */
export function storageMatches(set: StatefulSet, pod: Pod): boolean {
  const ordinal = ordinalOf(pod);
  return (set.spec?.volumeClaimTemplates ?? []).every((template) => {
    const volume = pod.spec?.volumes?.find(({ name }) => name === nameOf(template));
    return volume?.persistentVolumeClaim?.claimName === claimName(set, template, ordinal);
  });
}

/** The pod with the identity that it should have. */
export function withIdentity(set: StatefulSet, pod: Pod): Pod {
  const { spec } = pod;
  return {
    ...pod,
    metadata: { ...pod.metadata, namespace: namespaceOf(set), labels: identityLabels(pod, nameOf(pod)) },
    ...(spec === undefined ? {} : { spec: withVolumes(set, spec, ordinalOf(pod)) }),
  };
}

function identityLabels({ metadata }: Pod, name: string) {
  return { ...metadata.labels, [POD_NAME]: name, [POD_INDEX]: name.slice(name.lastIndexOf('-') + 1) };
}

/** Volumes of the set's claims take the places of others that are called so. */
function withVolumes<T extends NonNullable<Pod['spec']>>(set: StatefulSet, spec: T, ordinal: number): T {
  const templates = set.spec?.volumeClaimTemplates ?? [];
  if (templates.length === 0) return spec;
  const claimed = templates.map((template): Volume => ({
    name: nameOf(template),
    persistentVolumeClaim: { claimName: claimName(set, template, ordinal) },
  }));
  const others = (spec.volumes ?? []).filter(({ name }) => !claimed.some((volume) => volume.name === name));
  return { ...spec, volumes: [...claimed, ...others] };
}

function parseName(pod: Pod): { readonly set: string; readonly ordinal: string } | undefined {
  const [, set = '', ordinal = ''] = /^(.*)-([0-9]+)$/.exec(nameOf(pod)) ?? [];
  return ordinal === '' ? undefined : { set, ordinal };
}
