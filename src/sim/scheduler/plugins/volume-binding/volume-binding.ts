import { keyOf, nameOf, namespaceOf } from '../../../../api/object.ts';
import type { CSINode, PersistentVolumeClaim, Pod } from '../../../../api/types.gen.ts';
import { SELECTED_NODE, annotate, boundToClaim, isFullyBound, isReachableFrom } from '../../../../api/volume/binding.ts';
import { deepEqual } from '../../../../base/equal.ts';
import { always } from '../../framework/events.ts';
import { type Informers, SKIP, type SchedulerPlugin, defineSchedulerPlugin, unresolvable } from '../../framework/plugin.ts';
import type { NodeInfo } from '../../cache/node-info.ts';
import { type PodClaims, claimNames, claimsOf } from './claims.ts';
import { conflictOf, isShortOfCapacity, placementOn } from './placement.ts';

const NAME = 'VolumeBinding';
const NO_SPACE = 'node(s) did not have enough free storage';
const BIND_CONFLICT = "node(s) didn't find available persistent volumes to bind";

/**
 * A pod goes where its volumes can be reached (pkg/scheduler/framework/plugins/volumebinding). Claims that wait for their first pod
 * get a volume that can be reached from the chosen node, or one is made for that node; the pod is bound when they are.
 */
export const volumeBinding = volumeBindingWith(600);

/** `bindTimeoutSeconds`: of VolumeBindingArgs. */
export function volumeBindingWith(bindTimeoutSeconds: number): SchedulerPlugin {
  return defineSchedulerPlugin<PodClaims, undefined>({
    name: NAME,
    preBindTimeoutMs: bindTimeoutSeconds * 1000,
    preFilter({ pod, spec, informers }) {
      const claims = claimsOf(informers, pod, spec);
      if (claims === undefined) return SKIP;
      return 'hinders' in claims ? { rejection: unresolvable(NAME, claims.hinders) } : { state: claims };
    },
    filter({ informers }, node, { bound, waiting }) {
      const conflict = conflictOf(informers, bound, node);
      const placement = waiting.length === 0 ? undefined : placementOn(informers, waiting, node);
      const misses = waiting.length > 0 && placement === undefined;
      const isShort = placement !== undefined && isShortOfCapacity(informers, placement.provision, node);
      if (conflict === undefined && !misses && !isShort) return undefined;
      // A volume that is gone is named last.
      const reasons = [conflict ?? [], misses ? BIND_CONFLICT : [], isShort ? NO_SPACE : []].flat();
      return unresolvable(NAME, ...(informersMiss(informers, bound) ? reasons.toReversed() : reasons));
    },
    preBind({ pod, spec, informers }, node, writer) {
      const claims = claimsOf(informers, pod, spec);
      if (claims === undefined || 'hinders' in claims || claims.waiting.length === 0) return undefined;
      const { bind = [], provision = [] } = placementOn(informers, claims.waiting, node) ?? {};
      for (const { claim, volume } of bind) {
        const next = boundToClaim(volume, claim);
        if (next !== volume) writer.writeVolume(next);
      }
      for (const claim of provision) {
        if (claim.metadata.annotations?.[SELECTED_NODE] !== node.name) writer.writeClaim(annotate(claim, SELECTED_NODE, node.name));
      }
      return { volumes: bind.map(({ volume }) => nameOf(volume)), claims: provision.map(keyOf) };
    },
    isReady(informers, pod, node, awaited) {
      const { volumes, claims } = awaited as unknown as Awaited;
      for (const name of volumes) {
        const flaw = flawOfVolume(informers, name, node);
        if (flaw !== undefined) return flaw;
      }
      for (const key of claims) {
        const flaw = flawOfClaim(informers, key, node);
        if (flaw !== undefined) return flaw;
      }
      return namesOf(pod).every((name) => isBoundClaim(informers.claim(`${namespaceOf(pod)}/${name}`)));
    },
    requeueOn: {
      StorageClassAdd: always,
      StorageClassUpdate: ({ storageClass, previous }) => !deepEqual(storageClass.allowedTopologies, previous.allowedTopologies),
      PersistentVolumeClaimAdd: ({ claim }, pod) => isOf(claim, pod),
      PersistentVolumeClaimUpdate: ({ claim }, pod) => isOf(claim, pod),
      PersistentVolumeAdd: always,
      PersistentVolumeUpdate: always,
      NodeAdd: always,
      UpdateNodeLabel: always,
      CSINodeAdd: always,
      CSINodeUpdate: ({ csiNode, previous }) => migratedOn(csiNode) !== migratedOn(previous),
      CSIDriverUpdate: ({ driver, previous }) => previous.spec.storageCapacity === true && driver.spec.storageCapacity !== true,
      CSIStorageCapacityChange: always,
    },
  });
}

/** In-tree plugins for which the node has a driver instead. */
function migratedOn(csiNode: CSINode | undefined): string {
  return csiNode?.metadata.annotations?.['storage.alpha.kubernetes.io/migrated-plugins'] ?? '';
}

interface Awaited {
  readonly volumes: readonly string[];
  /** `namespace/name`. */
  readonly claims: readonly string[];
}

function informersMiss(informers: Informers, bound: readonly PersistentVolumeClaim[]): boolean {
  return bound.some(({ spec }) => informers.volume(spec?.volumeName ?? '') === undefined);
}

function flawOfVolume(informers: Informers, name: string, node: NodeInfo): string | undefined {
  const volume = informers.volume(name);
  if (volume === undefined) return `failed to check binding: could not find v1.PersistentVolume "${name}"`;
  if (!isReachableFrom(volume, { name: '', labels: node.labels })) return unreachable(name, node);
  return volume.spec?.claimRef?.uid ? undefined : `ClaimRef got reset for pv "${name}"`;
}

function flawOfClaim(informers: Informers, key: string, node: NodeInfo): string | undefined {
  const claim = informers.claim(key);
  if (claim === undefined) return `failed to check provisioning pvc: could not find v1.PersistentVolumeClaim "${key}"`;
  if (claim.metadata.annotations === undefined) return `selectedNode annotation reset for PVC "${nameOf(claim)}"`;
  if (claim.metadata.annotations[SELECTED_NODE] !== node.name) return `provisioning failed for PVC "${nameOf(claim)}"`;
  const volume = informers.volume(claim.spec?.volumeName ?? '');
  if (volume === undefined || isReachableFrom(volume, { name: '', labels: node.labels })) return undefined;
  return unreachable(nameOf(volume), node);
}

function unreachable(volume: string, { name }: NodeInfo): string {
  return `pv "${volume}" node affinity doesn't match node "${name}": no matching NodeSelectorTerms`;
}

function isBoundClaim(claim: PersistentVolumeClaim | undefined): boolean {
  return claim !== undefined && isFullyBound(claim);
}

function isOf(claim: PersistentVolumeClaim, pod: Pod): boolean {
  return namespaceOf(claim) === namespaceOf(pod) && namesOf(pod).includes(nameOf(claim));
}

function namesOf(pod: Pod): readonly string[] {
  return pod.spec === undefined ? [] : claimNames(pod, pod.spec).map(({ name }) => name);
}
