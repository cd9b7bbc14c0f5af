import { type Behaviour, type Call, defineImage } from '../image.ts';
import { commandOr, exits, layersOf, server, tcp } from '../kit.ts';

const INITIALIZE_MS = 8000;

/** Refuses to start without a way to log in, as the image does. */
const NO_PASSWORD = exits(1, 500, { as: 'mysql-refused' });

const SETTINGS = [
  'ROOT_PASSWORD',
  'ROOT_PASSWORD_FILE',
  'ROOT_PASSWORD_HASH',
  'ALLOW_EMPTY_PASSWORD',
  'ALLOW_EMPTY_ROOT_PASSWORD',
  'RANDOM_ROOT_PASSWORD',
];

function serve(call: Call): Behaviour {
  const allowed = SETTINGS.some((name) => call.env[`MYSQL_${name}`] || call.env[`MARIADB_${name}`]);
  return allowed ? server([tcp(3306, INITIALIZE_MS)], { as: 'mysql' }, { afterMs: 2000, exitCode: 0 }) : NO_PASSWORD;
}

export const mysql = defineImage({
  name: 'mysql',
  repositories: ['docker.io/library/mysql', 'docker.io/library/mariadb', 'docker.io/library/percona'],
  tags: /^(latest|lts|innovation|oracle|noble|jammy|[589]|1[01]|\d{1,2}(\.\d{1,2}){1,2})(-[\w.]+)*$/,
  layers: (image) =>
    image.repository.endsWith('/mysql')
      ? layersOf(image, 'oracle', { runtime: 14, own: 145, layers: 9 })
      : layersOf(image, 'ubuntu', { runtime: 6, own: 80, layers: 7 }),
  run: (call) => commandOr(call, ['mysqld', 'mariadbd', 'docker-entrypoint.sh'], serve(call)),
});
