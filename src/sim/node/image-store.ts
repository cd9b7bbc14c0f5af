/** Images on a machine: what is there, what is being pulled, and the back-off after failed pulls (pkg/kubelet/images). */
import type { ContainerImage } from '../../api/types.gen.ts';
import { type Manifest, lookUpImage } from '../images/lookup.ts';
import type { ImageStore, Kubelet, Pull } from './memory.ts';

/** Asking the registry for the digest. */
const RESOLVE_MS = 300;
const BYTES_PER_MS = 30_000;
const UNPACK_BYTES_PER_MS = 150_000;
/** A name that the registry refuses. */
const REFUSE_MS = 700;
/** nodeStatusMaxImages. */
const MAX_LISTED = 50;

export const PULLED = 'pulled';

/** Puts a pull at the end of the machine's queue. */
export function requestPull(context: Kubelet, uid: string, container: number, image: string): void {
  const { pulls } = context.memory.images;
  pulls.push({ uid, container, image, askedAt: context.now, cause: context.cause, startedAt: 0, outcome: undefined });
  if (pulls.length === 1) startPull(context);
}

function startPull(context: Kubelet): void {
  const pull = context.memory.images.pulls[0];
  if (pull === undefined) return;
  pull.startedAt = context.now;
  const { cause } = context;
  context.resume(pull.cause);
  context.timer(PULLED, durationMs(context, pull.image), { boot: context.memory.boots, uid: pull.uid, container: pull.container });
  context.resume(cause);
}

function durationMs(context: Kubelet, image: string): number {
  const found = lookUpImage(context.given, image);
  if (found.type !== 'found') return context.spec.images === 'preloaded' ? 0 : REFUSE_MS;
  const { layers } = context.memory.images;
  let missing = 0;
  for (const layer of found.manifest.layers) if (!layers.has(layer.digest)) missing += layer.bytes;
  const jitter = 0.9 + context.random() * 0.2;
  return Math.round((RESOLVE_MS + missing / BYTES_PER_MS + missing / UNPACK_BYTES_PER_MS) * jitter);
}

/** The pull at the head of the queue is over; the next one begins. Gives it back for its pod to look at. */
export function finishPull(context: Kubelet): Pull | undefined {
  const { images } = context.memory;
  const pull = images.pulls.shift();
  if (pull === undefined) return undefined;
  const found = lookUpImage(context.given, pull.image);
  pull.outcome = found.type === 'found' ? 'pulled' : 'failed';
  if (found.type === 'found') keep(context, found.manifest);
  startPull(context);
  return pull;
}

function keep(context: Kubelet, manifest: Manifest): void {
  const { images } = context.memory;
  for (const layer of manifest.layers) images.layers.add(layer.digest);
  if (images.images.has(manifest.reference.canonical)) return;
  images.images.set(manifest.reference.canonical, manifest.sizeBytes);
  context.memory.statusChanged = true;
}

export function isPresent(context: Kubelet, image: string): boolean {
  const found = lookUpImage(context.given, image);
  return found.type === 'found' && context.memory.images.images.has(found.manifest.reference.canonical);
}

/** A pull that nobody waits for any more is left out, unless it is under way. */
export function forgetPulls(store: ImageStore, uid: string): void {
  for (let index = store.pulls.length - 1; index > 0; index--) if (store.pulls[index]?.uid === uid) store.pulls.splice(index, 1);
}

/** Largest first, as the kubelet reports them. */
export function imageList(store: ImageStore): readonly ContainerImage[] {
  return [...store.images]
    .map(([name, sizeBytes]) => ({ names: [name], sizeBytes }))
    .toSorted((a, b) => b.sizeBytes - a.sizeBytes)
    .slice(0, MAX_LISTED);
}
