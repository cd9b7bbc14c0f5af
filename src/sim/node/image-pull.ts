/** Getting a container's image, as the pull policy says (pkg/kubelet/images/image_manager.go). */
import type { Container } from '../../api/types.gen.ts';
import { parseReference } from '../images/reference.ts';
import { lookUpImage } from '../images/lookup.ts';
import { advanceBackoff } from './backoff.ts';
import { containerSpec, fieldPath } from './containers.ts';
import { isPresent, requestPull } from './image-store.ts';
import type { ContainerRecord, Kubelet, PodWorker, Pull } from './memory.ts';

/** ErrImagePull is what one sync says, ImagePullBackOff what the next one does. */
const NEXT_SYNC_MS = 1000;
const PRELOADED_PULL_MS = 100;

/** `waiting`: a pull is under way. `failed`: the record says why, and when to try again. */
export type ImageProgress = 'present' | 'waiting' | 'failed';

export function ensureImage(context: Kubelet, worker: PodWorker, record: ContainerRecord): ImageProgress {
  const spec = containerSpec(worker, record);
  const image = spec.image ?? '';
  if (record.pullImage !== image) forgetFailures(record, image);
  const parsed = parseReference(image);
  if ('error' in parsed) return invalidName(context, worker, record, image);
  if (context.spec.images === 'preloaded' && parsed.reference.tag !== 'missing') return preloaded(context, worker, record, spec);
  if (record.pulled) return 'present';
  if (record.pulling) return 'waiting';
  if (record.pullBackoff !== undefined && context.now < record.pullBackoff.updatedAt + record.pullBackoff.ms)
    return backOff(context, worker, record, image);
  return pull(context, worker, record, spec, image);
}

function forgetFailures(record: ContainerRecord, image: string): void {
  record.pullImage = image;
  record.pulled = false;
  record.pullBackoff = undefined;
  record.pullError = '';
}

function pull(context: Kubelet, worker: PodWorker, record: ContainerRecord, spec: Container, image: string): ImageProgress {
  const present = isPresent(context, image);
  const policy = spec.imagePullPolicy ?? 'IfNotPresent';
  if (policy === 'Never' && !present) {
    const message = `Container image "${image}" is not present with pull policy of Never`;
    context.event(worker.pod, 'Warning', 'ErrImageNeverPull', message, fieldPath(record));
    return fail(context, worker, record, 'ErrImageNeverPull', message, 'ErrImageNeverPull');
  }
  if (present && policy !== 'Always') return alreadyPresent(context, worker, record, image);
  context.event(worker.pod, 'Normal', 'Pulling', `Pulling image "${image}"`, fieldPath(record));
  record.pulling = true;
  requestPull(context, worker.uid, worker.containers.indexOf(record), image);
  return 'waiting';
}

function alreadyPresent(context: Kubelet, worker: PodWorker, record: ContainerRecord, image: string): ImageProgress {
  context.event(
    worker.pod,
    'Normal',
    'Pulled',
    `Container image "${image}" already present on machine and can be accessed by the pod`,
    fieldPath(record),
  );
  return 'present';
}

/** Every image is there; one that must be pulled always is in a moment. */
function preloaded(context: Kubelet, worker: PodWorker, record: ContainerRecord, spec: Container): ImageProgress {
  const image = spec.image ?? '';
  if (spec.imagePullPolicy !== 'Always') return alreadyPresent(context, worker, record, image);
  const found = lookUpImage(context.given, image);
  context.event(worker.pod, 'Normal', 'Pulling', `Pulling image "${image}"`, fieldPath(record));
  pulledEvent(context, worker, record, image, PRELOADED_PULL_MS, PRELOADED_PULL_MS, found.type === 'found' ? found.manifest.sizeBytes : 0);
  return 'present';
}

/** A pull is over: its pod goes on, or waits for the next attempt. */
export function pullFinished(context: Kubelet, worker: PodWorker, record: ContainerRecord, pulled: Pull): void {
  record.pulling = false;
  const { now } = context;
  const found = lookUpImage(context.given, pulled.image);
  if (found.type === 'found') {
    forgetFailures(record, pulled.image);
    record.pulled = true;
    pulledEvent(context, worker, record, pulled.image, now - pulled.startedAt, now - pulled.askedAt, found.manifest.sizeBytes);
    return;
  }
  record.pullError = found.message;
  record.pullBackoff = advanceBackoff(record.pullBackoff, now);
  context.event(worker.pod, 'Warning', 'Failed', `Failed to pull image "${pulled.image}": ${found.message}`, fieldPath(record));
  fail(context, worker, record, 'ErrImagePull', found.message, 'ErrImagePull');
  record.startAt = now + NEXT_SYNC_MS;
}

function pulledEvent(
  context: Kubelet,
  worker: PodWorker,
  record: ContainerRecord,
  image: string,
  ms: number,
  waitedMs: number,
  bytes: number,
): void {
  const message = `Successfully pulled image "${image}" in ${goDuration(ms)} (${goDuration(waitedMs)} including waiting). Image size: ${bytes} bytes.`;
  context.event(worker.pod, 'Normal', 'Pulled', message, fieldPath(record));
}

function backOff(context: Kubelet, worker: PodWorker, record: ContainerRecord, image: string): ImageProgress {
  const message = `Back-off pulling image "${image}"`;
  context.event(worker.pod, 'Normal', 'BackOff', message, fieldPath(record));
  fail(context, worker, record, 'ImagePullBackOff', `${message}: ErrImagePull: ${record.pullError}`, 'ImagePullBackOff');
  const { updatedAt, ms } = record.pullBackoff ?? { updatedAt: context.now, ms: 0 };
  record.startAt = updatedAt + ms;
  return 'failed';
}

function invalidName(context: Kubelet, worker: PodWorker, record: ContainerRecord, image: string): ImageProgress {
  const found = lookUpImage(context.given, image);
  const message = found.type === 'invalid' ? found.message : '';
  context.event(worker.pod, 'Warning', 'InspectFailed', message, fieldPath(record));
  return fail(context, worker, record, 'InvalidImageName', message, 'InvalidImageName');
}

const FAILED_RETRY_MS = 12_000;

function fail(context: Kubelet, worker: PodWorker, record: ContainerRecord, reason: string, message: string, error: string): ImageProgress {
  context.event(worker.pod, 'Warning', 'Failed', `Error: ${error}`, fieldPath(record));
  record.waitingReason = reason;
  record.waitingMessage = message;
  record.startAt = context.now + FAILED_RETRY_MS;
  worker.dirty = true;
  return 'failed';
}

/** time.Duration in whole milliseconds, as Go prints it. */
function goDuration(ms: number): string {
  if (ms < 1000) return `${ms}ms`;
  const seconds = (ms % 60_000) / 1000;
  return ms < 60_000 ? `${seconds}s` : `${Math.floor(ms / 60_000)}m${seconds}s`;
}
