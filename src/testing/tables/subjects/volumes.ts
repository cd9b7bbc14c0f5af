/** The persistent volume binder. */
import { keyOf, nameOf } from '../../../api/object.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../../api/types.gen.ts';
import { boundToClaim } from '../../../api/volume/binding.ts';
import { deepEqual } from '../../../base/equal.ts';
import { boundToVolume, inPhase, unbound, withStatus } from '../../../sim/controllers/persistent-volume-binder/changes.ts';
import { verdictOnClaim } from '../../../sim/controllers/persistent-volume-binder/claims.ts';
import type { Storage, Told } from '../../../sim/controllers/persistent-volume-binder/storage.ts';
import { verdictOnVolume } from '../../../sim/controllers/persistent-volume-binder/volumes.ts';
import { type Subject, subject } from '../subject.ts';

interface Given {
  readonly initialClaims: readonly PersistentVolumeClaim[];
  readonly initialVolumes: readonly PersistentVolume[];
}

interface Expected {
  readonly claims: readonly PersistentVolumeClaim[];
  readonly volumes: readonly PersistentVolume[];
  readonly events: readonly string[];
}

export const VOLUMES: readonly Subject[] = [
  // Whether a case is about its claims or its volumes is not recorded: it holds when one of the two comes out as it says.
  subject<Given, Expected>('volumes/binder-sync', /^PV\/PVC binder: one sync$/, ({ in: given, out }) => {
    const expected = shown(out);
    // A case without events was not looked at for them.
    const seen = (outcome: Expected) => shown(out.events.length === 0 ? { ...outcome, events: [] } : outcome);
    const ofClaims = seen(syncClaims(given));
    const ofVolumes = seen(syncVolumes(given));
    return { expected, got: deepEqual(expected, ofVolumes) ? ofVolumes : ofClaims };
  }),
];

function syncClaims({ initialClaims, initialVolumes }: Given): Expected {
  const world = createWorld(initialClaims, initialVolumes);
  for (const claim of initialClaims) {
    const verdict = verdictOnClaim(world.storage, claim);
    if (verdict.do === 'bind') {
      const reserved = boundToClaim(verdict.volume, claim);
      const bound = boundToVolume(claim, reserved);
      world.volumes.set(nameOf(reserved), inPhase(reserved, 'Bound', 0));
      world.claims.set(keyOf(claim), withStatus(bound, 'Bound', reserved));
    } else if (verdict.do === 'wait') {
      world.tell(verdict.told);
      world.claims.set(keyOf(claim), withStatus(claim, 'Pending'));
    } else if (verdict.do === 'lose') {
      if (claim.status?.phase !== 'Lost') world.tell(verdict.told);
      world.claims.set(keyOf(claim), claim.status?.phase === 'Lost' ? claim : withStatus(claim, 'Lost'));
    }
  }
  return world.outcome();
}

function syncVolumes({ initialClaims, initialVolumes }: Given): Expected {
  const world = createWorld(initialClaims, initialVolumes);
  for (const volume of initialVolumes) {
    const verdict = verdictOnVolume(world.storage, volume);
    const put = (next: PersistentVolume) => world.volumes.set(nameOf(volume), next);
    if (verdict.do === 'enter-phase') put(inPhase(volume, verdict.phase, 0));
    else if (verdict.do === 'unbind') put(inPhase(unbound(volume), 'Available', 0));
    else if (verdict.do === 'release') put(volume.status?.phase === 'Failed' ? volume : inPhase(volume, 'Released', 0));
    else if (verdict.do === 'refuse') {
      world.tell(verdict.toVolume);
      world.tell(verdict.toClaim);
    }
  }
  return world.outcome();
}

function createWorld(initialClaims: readonly PersistentVolumeClaim[], initialVolumes: readonly PersistentVolume[]) {
  const claims = new Map(initialClaims.map((claim) => [keyOf(claim), claim]));
  const volumes = new Map(initialVolumes.map((volume) => [nameOf(volume), volume]));
  const events: string[] = [];
  const storage: Storage = {
    volumes: () => [...volumes.values()],
    volume: (name) => volumes.get(name),
    claim: (key) => claims.get(key),
    storageClass: (name) => CLASSES.find((one) => nameOf(one) === name),
    defaultClass: () => undefined,
    podsWaitingFor: () => [],
  };
  const tell = (told: Told | undefined) => void (told === undefined || events.push(`${told.type} ${told.reason}`));
  const outcome = (): Expected => ({ claims: [...claims.values()], volumes: [...volumes.values()], events });
  return { claims, volumes, storage, tell, outcome };
}

const CLASSES: readonly StorageClass[] = (['Immediate', 'WaitForFirstConsumer'] as const).flatMap((volumeBindingMode) =>
  (volumeBindingMode === 'Immediate' ? ['gold', 'silver', 'copper'] : ['wait']).map((name): StorageClass => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name },
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode,
  })),
);

/** Without what the tables leave out: versions and times, and statuses without a phase. */
function shown({ claims, volumes, events }: Expected): Expected {
  return { claims: claims.map(plain), volumes: volumes.map(plain), events };
}

function plain<T>(object: T): T {
  return JSON.parse(
    JSON.stringify(object, (key, value: unknown) => (key === 'resourceVersion' || key === 'lastPhaseTransitionTime' ? undefined : value)),
  ) as T;
}
