import { type Call, type Behaviour, defineImage } from '../image.ts';
import { commandOr, exits, isAlpine, layersOf, server, tcp } from '../kit.ts';

const INITDB_MS = 3500;

/** Refuses to start without a superuser password, as the image does. */
const NO_PASSWORD = exits(1, 200, { as: 'postgres-refused' });

function serve(call: Call): Behaviour {
  const { POSTGRES_PASSWORD, POSTGRES_PASSWORD_FILE, POSTGRES_HOST_AUTH_METHOD } = call.env;
  const allowed = POSTGRES_PASSWORD || POSTGRES_PASSWORD_FILE || POSTGRES_HOST_AUTH_METHOD === 'trust';
  return allowed ? server([tcp(5432, INITDB_MS)], { as: 'postgres' }, { afterMs: 800, exitCode: 0 }) : NO_PASSWORD;
}

export const postgres = defineImage({
  name: 'postgres',
  repositories: ['docker.io/library/postgres'],
  tags: /^(latest|alpine|9|1\d|9\.\d(\.\d{1,2})?|1\d\.\d{1,2})(-[\w.]+)*$/,
  layers: (image) =>
    isAlpine(image)
      ? layersOf(image, 'alpine', { runtime: 20, own: 83, layers: 9 })
      : layersOf(image, 'debian', { runtime: 25, own: 104, layers: 12 }),
  run: (call) => commandOr(call, ['postgres', 'docker-entrypoint.sh'], serve(call)),
});
