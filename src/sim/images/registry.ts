/** The simulated image registry: which images exist, how large they are, and what a failed pull says. */
import { agnhost, echo, httpEcho, liveness } from './agnhost/agnhost.ts';
import { alpine, busybox, distributions, shells } from './busybox/busybox.ts';
import { sha256Of } from './digest.ts';
import { generic } from './generic/generic.ts';
import { guestbookFrontend, guestbookRedis } from './guestbook/guestbook.ts';
import { boutique, helloApp, helloFrontend, helloGo, nodeHello } from './hello/hello.ts';
import { hostname } from './hostname/hostname.ts';
import { hpaExample, httpd } from './httpd/httpd.ts';
import type { ImageDefinition, Layer } from './image.ts';
import { mongo } from './mongo/mongo.ts';
import { mysql } from './mysql/mysql.ts';
import { nginx, nginxSlim } from './nginx/nginx.ts';
import { node, runtimes } from './node/node.ts';
import { pause } from './pause/pause.ts';
import { postgres } from './postgres/postgres.ts';
import { python } from './python/python.ts';
import { memcached, redis } from './redis/redis.ts';
import { type ImageReference, parseReference } from './reference.ts';
import { result, vote, worker } from './voting-app/voting-app.ts';

/** In the order in which a picker shows them. */
export const IMAGES: readonly ImageDefinition[] = [
  hostname,
  nginx,
  nginxSlim,
  httpd,
  busybox,
  alpine,
  shells,
  distributions,
  redis,
  memcached,
  postgres,
  mysql,
  mongo,
  python,
  node,
  runtimes,
  helloApp,
  nodeHello,
  helloGo,
  helloFrontend,
  guestbookFrontend,
  guestbookRedis,
  vote,
  result,
  worker,
  boutique,
  agnhost,
  liveness,
  echo,
  httpEcho,
  hpaExample,
  pause,
];

const byRepository = new Map(IMAGES.flatMap((image) => image.repositories.map((repository) => [repository, image] as const)));

export function imageOf(repository: string): ImageDefinition {
  return byRepository.get(repository) ?? generic;
}

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
export function lookUpImage(image: string): Lookup {
  const known = remembered.get(image);
  if (known !== undefined) return known;
  if (remembered.size >= REMEMBERED) remembered.clear();
  const answer = ask(image);
  remembered.set(image, answer);
  return answer;
}

function ask(image: string): Lookup {
  const parsed = parseReference(image);
  if ('error' in parsed)
    return {
      type: 'invalid',
      message: `Failed to apply default image tag "${image}": couldn't parse image name "${image}": ${parsed.error}`,
    };
  const { reference } = parsed;
  const failure = failureOf(reference);
  if (failure !== undefined) return { type: 'failed', message: failure };
  const layers = imageOf(reference.repository).layers({ repository: reference.repository, tag: reference.tag });
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

function failureOf(reference: ImageReference): string | undefined {
  const { canonical, domain, path, tag } = reference;
  const prefix = `failed to pull and unpack image "${canonical}": failed to resolve reference "${canonical}":`;
  if (/(^|\.)(invalid|test|example)$/.test(domain.replace(/:\d+$/, ''))) {
    return `rpc error: code = Unknown desc = ${prefix} failed to do request: Head "https://${domain}/v2/${path}/manifests/${tag}": dial tcp: lookup ${domain}: no such host`;
  }
  const exists = tag !== 'missing' && (tag === '' || imageOf(reference.repository).tags.test(tag));
  return exists ? undefined : `rpc error: code = NotFound desc = ${prefix} ${canonical}: not found`;
}
