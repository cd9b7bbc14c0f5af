/** The guestbook of the Kubernetes tutorials: a PHP or Go front end that talks to a Redis leader and its followers. */
import { type Call, type HttpAnswer, type HttpRequest, defineImage } from '../image.ts';
import { commandOr, http, layersOf, server, tcp } from '../kit.ts';

const PAGE =
  '<html ng-app="redis">\n  <head>\n    <title>Guestbook</title>\n  </head>\n  <body ng-controller="RedisCtrl">\n    <h2>Guestbook</h2>\n  </body>\n</html>\n';

/** Older images know the followers as slaves, and the examples repository renamed them to replicas. */
function answer(call: Call, request: HttpRequest): HttpAnswer {
  if (!request.path.startsWith('/guestbook.php')) return { status: 200, body: PAGE };
  const renamed = call.repository.includes('/gke/');
  const host = request.path.includes('cmd=set')
    ? renamed
      ? 'redis-leader'
      : 'redis-master'
    : renamed
      ? 'redis-follower'
      : 'redis-replica';
  return { status: 200, body: request.path.includes('cmd=set') ? '{"message": "Updated"}' : '{"data": ""}', calls: [`tcp://${host}:6379`] };
}

export const guestbookFrontend = defineImage({
  name: 'guestbook-frontend',
  repositories: [
    'gcr.io/google-samples/gb-frontend',
    'gcr.io/google_samples/gb-frontend',
    'us-docker.pkg.dev/google-samples/containers/gke/gb-frontend',
    'registry.k8s.io/guestbook',
    'gcr.io/google-samples/guestbook',
  ],
  tags: /^(latest|v[1-9]\d?)$/,
  layers: (image) => layersOf(image, 'debian', { runtime: 70, own: 60, layers: 10 }),
  run: (call) =>
    commandOr(
      call,
      ['apache2-foreground'],
      server(
        [http(call.repository.endsWith('guestbook') ? 3000 : 80)],
        call.repository.endsWith('guestbook') ? undefined : { as: 'apache', requests: true },
      ),
    ),
  answer,
});

export const guestbookRedis = defineImage({
  name: 'guestbook-redis',
  repositories: [
    'gcr.io/google-samples/gb-redisslave',
    'gcr.io/google_samples/gb-redisslave',
    'us-docker.pkg.dev/google-samples/containers/gke/gb-redis-follower',
    'gcr.io/google_samples/gb-redis-follower',
    'gcr.io/google-samples/gb-redis-follower',
    'registry.k8s.io/redis-slave',
  ],
  tags: /^(latest|v[1-9])$/,
  layers: (image) => layersOf(image, 'debian', { own: 32, layers: 6 }),
  run: (call) => commandOr(call, ['redis-server', 'run.sh'], server([tcp(6379)], { as: 'redis' })),
});
