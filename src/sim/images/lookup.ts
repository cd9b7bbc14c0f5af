/** The simulated image registry: which images exist, how large they are, and what a failed pull says. */
import { sha256Of } from './digest.ts';
import type { ImageDefinition, Layer } from './image.ts';
import { type ImageReference, parseReference } from './reference.ts';
import type { ImageWorld } from './world.ts';

/** What the registry holds under a reference. */
export interface Manifest {
  readonly reference: ImageReference;
  readonly layers: readonly Layer[];
  readonly sizeBytes: number;
}

/** `invalid`: not a reference at all. `failed`: the pull's error, as containerd words it. */
export type Lookup =
  | { readonly type: 'found'; readonly manifest: Manifest }
  | { readonly type: 'invalid'; readonly message: string }
  | { readonly type: 'failed'; readonly message: string };

const REMEMBERED = 1000;
const remembered = new Map<string, Lookup>();

/** Asks the registry for an image. Pure; remembers its answers. */
export function lookUpImage(images: ImageWorld, image: string): Lookup {
  const known = remembered.get(image);
  if (known !== undefined) return known;
  if (remembered.size >= REMEMBERED) remembered.clear();
  const answer = ask(images, image);
  remembered.set(image, answer);
  return answer;
}

function ask(images: ImageWorld, image: string): Lookup {
  const parsed = parseReference(image);
  if ('error' in parsed)
    return {
      type: 'invalid',
      message: `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${parsed.error}`,
    };
  const { reference } = parsed;
  const definition = images.imageOf(reference.repository);
  const failure = failureOf(reference, definition);
  if (failure !== undefined) return { type: 'failed', message: failure };
  const layers = definition.layers({ repository: reference.repository, tag: reference.tag });
  return { type: 'found', manifest: { reference, layers, sizeBytes: layers.reduce((sum, layer) => sum + layer.bytes, 0) } };
}

const imageIDs = new Map<string, string>();

/** `docker.io/library/nginx@sha256:…`: imageID of a container's status. */
export function imageIDOf(image: string): string {
  const known = imageIDs.get(image);
  if (known !== undefined) return known;
  if (imageIDs.size >= REMEMBERED) imageIDs.clear();
  const parsed = parseReference(image);
  const imageID =
    'error' in parsed ? '' : `${parsed.reference.repository}@${parsed.reference.digest || sha256Of(parsed.reference.canonical)}`;
  imageIDs.set(image, imageID);
  return imageID;
}

function failureOf(reference: ImageReference, image: ImageDefinition): string | undefined {
  const { canonical, domain, path, tag } = reference;
  const prefix = `failed to pull and unpack image "${canonical}": failed to resolve reference "${canonical}":`;
  if (/(^|\.)(invalid|test|example)$/.test(domain.replace(/:\d+$/, ''))) {
    return `rpc error: code = Unknown desc = ${prefix} failed to do request: Head "https://${domain}/v2/${path}/manifests/${tag}": dial tcp: lookup ${domain}: no such host`;
  }
  const exists = tag !== 'missing' && (tag === '' || image.tags.test(tag));
  return exists ? undefined : `rpc error: code = NotFound desc = ${prefix} ${canonical}: not found`;
}
