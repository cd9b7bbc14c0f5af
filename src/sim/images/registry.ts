/** Every image family. Adding one is a folder and a line here. */
import { agnhost, echo, httpEcho, liveness } from './agnhost/agnhost.ts';
import { alpine, busybox, distributions, shells } from './busybox/busybox.ts';
import { generic } from './generic/generic.ts';
import { guestbookFrontend, guestbookRedis } from './guestbook/guestbook.ts';
import { boutique, helloApp, helloFrontend, helloGo, nodeHello } from './hello/hello.ts';
import { hostname } from './hostname/hostname.ts';
import { hpaExample, httpd } from './httpd/httpd.ts';
import type { ImageDefinition } from './image.ts';
import { mongo } from './mongo/mongo.ts';
import { mysql } from './mysql/mysql.ts';
import { nginx, nginxSlim } from './nginx/nginx.ts';
import { node, runtimes } from './node/node.ts';
import { pause } from './pause/pause.ts';
import { postgres } from './postgres/postgres.ts';
import { python } from './python/python.ts';
import { memcached, redis } from './redis/redis.ts';
import { LOGS } from './log/log.ts';
import { SHELL } from './shell/shell.ts';
import { result, vote, worker } from './voting-app/voting-app.ts';
import type { ImageWorld } from './world.ts';

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

export const IMAGE_WORLD: ImageWorld = { imageOf: (repository) => byRepository.get(repository) ?? generic, shell: SHELL, logs: LOGS };
