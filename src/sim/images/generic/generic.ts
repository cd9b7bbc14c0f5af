/** Any image that the catalogue does not know: it pulls, and listens on the ports that the manifest declares. */
import { type ImageName, type Layer, defineImage } from '../image.ts';
import { hash32 } from '../../../base/prng.ts';
import { ANY_PORT, commandOr, declaredOr, layersOf, server } from '../kit.ts';

const LAYERS = 4;

/** 15 to 220 MB by the name, most of it shared by all tags. */
function layers(image: ImageName): readonly Layer[] {
  const megabytes = 15 + (hash32(image.repository) % 205);
  return layersOf(image, megabytes > 60 ? 'debian' : 'alpine', { runtime: megabytes * 0.6, own: megabytes * 0.4, layers: LAYERS });
}

export const generic = defineImage({
  name: 'generic',
  repositories: [],
  tags: /./,
  layers,
  run: (call) => commandOr(call, [], server(declaredOr(call, ANY_PORT), undefined, { afterMs: 1000, exitCode: 0 })),
  answer: (call, request) => ({
    status: 200,
    body: `${call.repository}:${call.tag} on ${call.hostname} answers ${request.method} ${request.path}\n`,
  }),
});
