import { nameOf, namespaceOf } from '../../../../api/object.ts';
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../../../api/types.gen.ts';
import { classOf } from '../../../../api/volume/binding.ts';
import { ownValue } from '../../../../base/own.ts';
import { deepEqual } from '../../../../base/equal.ts';
import { always } from '../../framework/events.ts';
import { type Cycle, type PreFilterResult, SKIP, defineSchedulerPlugin, unresolvable } from '../../framework/plugin.ts';

const NAME = 'VolumeZone';
const CONFLICT = unresolvable(NAME, 'node(s) had no available volume zone');

/** Labels of volumes, each with the label of nodes that goes by the same meaning today. */
const TOPOLOGY_LABELS: readonly (readonly [string, string])[] = [
  ['failure-domain.beta.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['failure-domain.beta.kubernetes.io/region', 'topology.kubernetes.io/region'],
  ['topology.kubernetes.io/zone', 'topology.kubernetes.io/zone'],
  ['topology.kubernetes.io/region', 'topology.kubernetes.io/region'],
];

interface Topology {
  readonly key: string;
  readonly today: string;
  readonly values: readonly string[];
}

/** A volume whose labels name zones or regions is used there alone. A node that has no such label at all is not restricted. */
export const volumeZone = defineSchedulerPlugin<readonly Topology[], undefined>({
  name: NAME,
  preFilter: topologiesOfPod,
  filter(_cycle, { labels }, topologies) {
    if (!TOPOLOGY_LABELS.some(([key]) => ownValue(labels, key) !== undefined)) return undefined;
    const isIn = ({ key, today, values }: Topology) => values.includes(ownValue(labels, key) ?? ownValue(labels, today) ?? '');
    return topologies.every(isIn) ? undefined : CONFLICT;
  },
  requeueOn: {
    StorageClassAdd: ({ storageClass }) => storageClass.volumeBindingMode === 'WaitForFirstConsumer',
    NodeAdd: always,
    UpdateNodeLabel: always,
    PersistentVolumeClaimAdd: ({ claim }, pod) => isOf(claim, pod),
    PersistentVolumeClaimUpdate: ({ claim }, pod) => isOf(claim, pod),
    PersistentVolumeAdd: always,
    PersistentVolumeUpdate: ({ volume, previous }) => !deepEqual(topologiesOf(volume), topologiesOf(previous)),
  },
});

function topologiesOfPod({ pod, informers }: Cycle): PreFilterResult<readonly Topology[]> {
  const found: Topology[] = [];
  for (const name of claimNames(pod)) {
    const claim = informers.claim(`${namespaceOf(pod)}/${name}`);
    if (claim === undefined) return reject(`persistentvolumeclaim "${name}" not found`);
    const volumeName = claim.spec?.volumeName ?? '';
    if (volumeName === '') {
      const flaw = whyUnbound(informers, claim);
      if (flaw !== undefined) return reject(flaw);
      continue;
    }
    const volume = informers.volume(volumeName);
    if (volume === undefined) return reject(`persistentvolume "${volumeName}" not found`);
    found.push(...topologiesOf(volume));
  }
  return found.length === 0 ? SKIP : { state: found };
}

/** Only a claim that waits for its first pod may be without a volume. */
function whyUnbound(informers: Cycle['informers'], claim: PersistentVolumeClaim): string | undefined {
  const className = classOf(claim);
  if (className === '') return 'PersistentVolumeClaim had no pv name and storageClass name';
  const storageClass = informers.storageClass(className);
  if (storageClass === undefined) return `storageclass.storage.k8s.io "${className}" not found`;
  return storageClass.volumeBindingMode === 'WaitForFirstConsumer' ? undefined : 'PersistentVolume had no name';
}

function reject(text: string): { readonly rejection: ReturnType<typeof unresolvable> } {
  return { rejection: unresolvable(NAME, text) };
}

/** Several zones of one volume are written `a__b`. */
function topologiesOf({ metadata: { labels } }: PersistentVolume): readonly Topology[] {
  return TOPOLOGY_LABELS.flatMap(([key, today]) => {
    const values = (ownValue(labels, key) ?? '').split('__').map((value) => value.trim());
    return values.includes('') ? [] : [{ key, today, values }];
  });
}

function isOf(claim: PersistentVolumeClaim, pod: Pod): boolean {
  return namespaceOf(claim) === namespaceOf(pod) && claimNames(pod).includes(nameOf(claim));
}

function claimNames(pod: Pod): readonly string[] {
  return (pod.spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
}
