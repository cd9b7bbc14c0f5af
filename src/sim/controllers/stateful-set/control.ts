/** Making, mending and deleting a StatefulSet's pods and claims, with the events that tell of it (stateful_pod_control.go). */
import { ApiError, isReason } from '../../../api/errors.ts';
import { isTerminating, nameOf, namespaceOf } from '../../../api/object.ts';
import { PERSISTENT_VOLUME_CLAIM, POD } from '../../../api/resources.ts';
import type { PersistentVolumeClaim, Pod } from '../../../api/types.gen.ts';
import { type Holders, claimsOf, hasOtherController, isStale, ownersMatch, withOwners } from './claims.ts';
import { identityMatches, ordinalOf, storageMatches, withIdentity } from './identity.ts';
import { noteWritten } from './memory.ts';
import type { Rollout } from './rollout.ts';

/** Its claims come first: without them the pod is not made. */
export function createPod(rollout: Rollout, pod: Pod): void {
  const { context, memory } = rollout;
  telling(rollout, 'Create', pod, () => {
    createClaims(rollout, pod);
  });
  try {
    const created = context.client.create(POD, pod);
    noteWritten(memory, POD, created, context.now);
  } catch (error) {
    // Whoever made it, it will be seen.
    if (!isReason(error, 'AlreadyExists')) tell(rollout, 'Create', pod, error);
    throw error;
  }
  telling(rollout, 'Update', pod, () => assignClaims(rollout, pod));
  tell(rollout, 'Create', pod);
}

export function deletePod(rollout: Rollout, pod: Pod): void {
  try {
    rollout.context.client.delete(POD, namespaceOf(pod), nameOf(pod));
  } catch (error) {
    if (!isReason(error, 'NotFound')) {
      tell(rollout, 'Delete', pod, error);
      throw error;
    }
  }
  tell(rollout, 'Delete', pod);
}

/** Gives a pod back the labels and claims that it should have. */
export function fixPod(rollout: Rollout, pod: Pod): void {
  const { context, set, memory } = rollout;
  const hasStorage = storageMatches(set, pod);
  const hasClaims = claimsMatch(rollout, pod);
  if (identityMatches(set, pod) && hasStorage && hasClaims) return;
  if (!hasStorage) telling(rollout, 'Update', pod, () => createClaims(rollout, pod));
  if (!hasClaims) telling(rollout, 'Update', pod, () => assignClaims(rollout, pod));
  telling(rollout, 'Update', pod, () => noteWritten(memory, POD, updateIdentity(rollout, pod), context.now));
  tell(rollout, 'Update', pod);
}

/** The informer may be behind, for example where the pod has just been adopted: then the newest one is updated. */
function updateIdentity({ context, set }: Rollout, pod: Pod): Pod {
  const { client } = context;
  try {
    return client.update(POD, withIdentity(set, pod));
  } catch (error) {
    if (!isReason(error, 'Conflict')) throw error;
    return client.update(POD, withIdentity(set, client.get(POD, namespaceOf(pod), nameOf(pod))));
  }
}

/** Makes the claims of a pod that waits for them, should they have gone. */
export function completeClaims(rollout: Rollout, pod: Pod): void {
  createClaims(rollout, pod);
  telling(rollout, 'Update', pod, () => assignClaims(rollout, pod));
}

/** Lets the claims of a pod that is one too many go with it, if they should. */
export function fixClaims(rollout: Rollout, pod: Pod): boolean {
  if (!claimsMatch(rollout, pod)) assignClaims(rollout, pod);
  return true;
}

/** Whether a claim is still there that goes with a former pod of this name. */
export function claimsAreStale(rollout: Rollout, pod: Pod): boolean {
  return existingClaims(rollout, pod).some((claim) => isStale(claim, rollout.set, pod));
}

function createClaims(rollout: Rollout, pod: Pod): void {
  const problems = claimsOf(rollout.set, ordinalOf(pod)).flatMap((claim) => createClaim(rollout, pod, claim) ?? []);
  const [first] = problems;
  if (first === undefined) return;
  const message = problems.length === 1 ? first.message : `[${problems.map(({ message: text }) => text).join(', ')}]`;
  throw new ApiError({ ...first.status, message });
}

/** What stands in the way of the claim, if anything does. */
function createClaim(rollout: Rollout, pod: Pod, claim: PersistentVolumeClaim): ApiError | undefined {
  const { context, memory } = rollout;
  const existing = context.lister(PERSISTENT_VOLUME_CLAIM).get(namespaceOf(claim), nameOf(claim));
  if (existing !== undefined) return isTerminating(existing) ? conflict(`pvc ${nameOf(claim)} is being deleted`) : undefined;
  try {
    noteWritten(memory, PERSISTENT_VOLUME_CLAIM, context.client.create(PERSISTENT_VOLUME_CLAIM, claim), context.now);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason !== 'AlreadyExists') tellOfClaim(rollout, pod, claim, error);
    return new ApiError({ ...error.status, message: `failed to create PVC ${nameOf(claim)}: ${error.message}` });
  }
  tellOfClaim(rollout, pod, claim);
  return undefined;
}

/** The controller's own refusal, which like any other is tried again later. */
function conflict(message: string): ApiError {
  return new ApiError({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'Conflict', message, code: 409 });
}

function claimsMatch(rollout: Rollout, pod: Pod): boolean {
  const holders = holdersOf(rollout, pod);
  return existingClaims(rollout, pod).every((claim) => ownersMatch(claim, holders));
}

/** Writes into the claims to whom they belong. */
function assignClaims(rollout: Rollout, pod: Pod): void {
  const { context, set, memory } = rollout;
  const holders = holdersOf(rollout, pod);
  for (const claim of existingClaims(rollout, pod)) {
    if (hasOtherController(claim, holders)) context.event(set, 'Warning', 'ConflictingController', conflictText(nameOf(claim)));
    if (ownersMatch(claim, holders)) continue;
    const updated = asIn('could not update claim', claim, () => context.client.update(PERSISTENT_VOLUME_CLAIM, withOwners(claim, holders)));
    noteWritten(memory, PERSISTENT_VOLUME_CLAIM, updated, context.now);
  }
}

function conflictText(claim: string): string {
  // "manging" is upstream's.
  return `PersistentVolumeClaim ${claim} has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim`;
}

function asIn<T>(what: string, claim: PersistentVolumeClaim, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new ApiError({ ...error.status, message: `${what} ${nameOf(claim)} for delete policy ownerRefs: ${error.message}` });
  }
}

function holdersOf({ set }: Rollout, pod: Pod): Holders {
  return { set, pod, ordinal: ordinalOf(pod) };
}

/** Those of the pod's claims that there are. */
function existingClaims({ context, set }: Rollout, pod: Pod): readonly PersistentVolumeClaim[] {
  const lister = context.lister(PERSISTENT_VOLUME_CLAIM);
  return claimsOf(set, ordinalOf(pod)).flatMap((claim) => lister.get(namespaceOf(claim), nameOf(claim)) ?? []);
}

type Verb = 'Create' | 'Update' | 'Delete';

/** Tells of a refusal, and passes it on. */
function telling(rollout: Rollout, verb: Verb, pod: Pod, act: () => void): void {
  try {
    act();
  } catch (error) {
    tell(rollout, verb, pod, error);
    throw error;
  }
}

function tell({ context, set }: Rollout, verb: Verb, pod: Pod, error?: unknown): void {
  const subject = `${verb} Pod ${nameOf(pod)} in StatefulSet ${nameOf(set)}`;
  if (error === undefined) context.event(set, 'Normal', `Successful${verb}`, `${subject} successful`);
  else if (error instanceof ApiError) context.event(set, 'Warning', `Failed${verb}`, `${subject} failed error: ${error.message}`);
}

function tellOfClaim({ context, set }: Rollout, pod: Pod, claim: PersistentVolumeClaim, error?: ApiError): void {
  const where = `in StatefulSet ${nameOf(set)}`;
  if (error === undefined) {
    context.event(set, 'Normal', 'SuccessfulCreate', `Create Claim ${nameOf(claim)} Pod ${nameOf(pod)} ${where} success`);
    return;
  }
  const text = `Create Claim ${nameOf(claim)} for Pod ${nameOf(pod)} ${where} failed error: ${error.message}`;
  context.event(set, 'Warning', 'FailedCreate', text);
}
