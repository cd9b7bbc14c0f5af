import { defineImage } from '../image.ts';
import { layersOf, server } from '../kit.ts';

/** Does nothing, and stops at once when it is told to. */
export const pause = defineImage({
  name: 'pause',
  repositories: [
    'registry.k8s.io/pause',
    'k8s.gcr.io/pause',
    'gcr.io/google_containers/pause',
    'docker.io/kubernetes/pause',
    'docker.io/rancher/mirrored-pause',
  ],
  tags: /^(latest|go|test|[123]\.\d{1,2}(\.\d{1,2})?)$/,
  layers: (image) => layersOf(image, 'none', { own: 0.32, layers: 1 }),
  run: () => server([], undefined, { afterMs: 50, exitCode: 0 }),
});
