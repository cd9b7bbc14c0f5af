import { defineImage } from '../image.ts';
import { commandOr, flag, isAlpine, layersOf, server, tcp } from '../kit.ts';

export const redis = defineImage({
  name: 'redis',
  repositories: [
    'docker.io/library/redis',
    'registry.k8s.io/redis',
    'gcr.io/google_containers/redis',
    'registry.k8s.io/e2e-test-images/redis',
    'docker.io/kubernetes/redis',
    'docker.io/bitnami/redis',
    'docker.io/library/valkey',
  ],
  tags: /^(latest|alpine|e2e|v\d|[2-9](\.\d{1,2}){0,2})(-[\w.]+)*$/,
  layers: (image) =>
    isAlpine(image)
      ? layersOf(image, 'alpine', { runtime: 1, own: 13, layers: 6 })
      : layersOf(image, 'debian', { runtime: 2, own: 20, layers: 5 }),
  run: (call) =>
    commandOr(
      call,
      ['redis-server', 'run.sh'],
      server([tcp(Number(flag(call.args, '--port') ?? 6379) || 6379)], { as: 'redis' }, { afterMs: 200, exitCode: 0 }),
    ),
});

export const memcached = defineImage({
  name: 'memcached',
  repositories: ['docker.io/library/memcached'],
  tags: /^(latest|alpine|1(\.\d{1,2}){0,2})(-[\w.]+)*$/,
  layers: (image) => layersOf(image, isAlpine(image) ? 'alpine' : 'debian', { own: 4 }),
  run: (call) => commandOr(call, ['memcached'], server([tcp(11211)])),
});
