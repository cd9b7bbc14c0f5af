import { defineImage } from '../image.ts';
import { commandOr, layersOf, server, tcp } from '../kit.ts';

const SERVES = server([tcp(27017, 1500)], { as: 'mongo' }, { afterMs: 1000, exitCode: 0 });

export const mongo = defineImage({
  name: 'mongo',
  repositories: ['docker.io/library/mongo'],
  tags: /^(latest|noble|jammy|[3-8]|[3-8]\.\d(\.\d{1,2})?)(-[\w.]+)*$/,
  layers: (image) => layersOf(image, 'ubuntu', { runtime: 12, own: 190, layers: 7 }),
  run: (call) => commandOr(call, ['mongod', 'mongos', 'docker-entrypoint.sh'], SERVES),
});
