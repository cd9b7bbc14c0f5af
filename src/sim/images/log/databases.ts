/** What databases write. */
import { type Facts, type LogModel, type Said, lines, milliseconds, precise, versionOf } from './line.ts';
import { strftime } from '../shell/date.ts';

export const redis: LogModel = {
  starts: ({ call, startedAt }) => [
    redisLine(startedAt, 0, 'C *', 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo'),
    redisLine(startedAt, 0, 'C *', `Redis version=${versionOf(call, '8.2.1')}, bits=64, commit=00000000, modified=0, pid=1, just started`),
    ...(call.args.length + call.command.length > 1 ? [redisLine(startedAt, 0, 'C *', 'Configuration loaded')] : NO_CONFIG(startedAt)),
    redisLine(startedAt, 1, 'M *', 'Running mode=standalone, port=6379.'),
    redisLine(startedAt, 2, 'M *', 'Server initialized'),
    redisLine(startedAt, 2, 'M *', 'Ready to accept connections tcp'),
  ],
  stops: (_, at) => [
    [0, 1, `1:signal-handler (${Math.floor(at / 1000)}) Received SIGTERM scheduling shutdown...`],
    redisLine(at, 50, 'M *', 'User requested shutdown...'),
    redisLine(at, 50, 'M *', 'Saving the final RDB snapshot before exiting.'),
    redisLine(at, 150, 'M *', 'DB saved on disk'),
    redisLine(at, 150, 'M #', 'Redis is now ready to exit, bye bye...'),
  ],
};

function NO_CONFIG(at: number): readonly Said[] {
  return [redisLine(at, 0, 'C #', 'Warning: no config file specified, using the default config.')];
}

function redisLine(at: number, afterMs: number, mark: string, text: string): Said {
  const time = at + afterMs;
  return [afterMs, 1, `1:${mark.charAt(0)} ${strftime('%d %b %Y %H:%M:%S', time)}.${milliseconds(time)} ${mark.charAt(2)} ${text}`];
}

const INITDB_MS = 3500;

export const postgres: LogModel = {
  starts: (facts) => {
    const { call, startedAt } = facts;
    const log = (afterMs: number, text: string, pid = 1): Said => postgresLine(startedAt, afterMs, pid, text);
    return [
      ...lines(1, [
        'The files belonging to this database system will be owned by user "postgres".',
        'This user must also own the server process.',
        '',
        'fixing permissions on existing directory /var/lib/postgresql/data ... ok',
        'creating subdirectories ... ok',
      ]),
      [1200, 1, 'running bootstrap script ... ok'],
      [2400, 1, 'performing post-bootstrap initialization ... ok'],
      [2800, 1, 'syncing data to disk ... ok'],
      ...lines(1, ['', 'PostgreSQL init process complete; ready for start up.', ''], INITDB_MS - 100),
      log(INITDB_MS - 60, `starting PostgreSQL ${versionOf(call, '18.1')} on x86_64-pc-linux-gnu, 64-bit`),
      log(INITDB_MS - 60, 'listening on IPv4 address "0.0.0.0", port 5432'),
      log(INITDB_MS - 50, 'listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"'),
      log(INITDB_MS - 30, `database system was shut down at ${strftime('%Y-%m-%d %H:%M:%S', startedAt + INITDB_MS - 200)} UTC`, 64),
      log(INITDB_MS, 'database system is ready to accept connections'),
    ];
  },
  stops: (_, at) => [
    postgresLine(at, 0, 1, 'received smart shutdown request'),
    postgresLine(at, 200, 62, 'shutting down'),
    postgresLine(at, 780, 1, 'database system is shut down'),
  ],
};

function postgresLine(at: number, afterMs: number, pid: number, text: string): Said {
  const time = at + afterMs;
  return [afterMs, 2, `${strftime('%Y-%m-%d %H:%M:%S', time)}.${milliseconds(time)} UTC [${pid}] LOG:  ${text}`];
}

export const postgresRefused: LogModel = {
  starts: () =>
    lines(2, [
      'Error: Database is uninitialized and superuser password is not specified.',
      '       You must specify POSTGRES_PASSWORD to a non-empty value for the',
      '       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".',
    ]),
};

/** MariaDB and Percona write much the same. */
export const mysql: LogModel = {
  starts: (facts) => {
    const version = versionOf(facts.call, '9.5.0');
    return [
      entrypoint(facts, 0, 'Note', `Entrypoint script for MySQL Server ${version} started.`),
      entrypoint(facts, 300, 'Note', 'Initializing database files'),
      mysqlLine(facts, 400, 'MY-013169', `/usr/sbin/mysqld (mysqld ${version}) initializing of server in progress as process 80`),
      entrypoint(facts, 5000, 'Note', 'Database files initialized'),
      entrypoint(facts, 5000, 'Note', 'Starting temporary server'),
      entrypoint(facts, 7000, 'Note', 'MySQL init process done. Ready for start up.'),
      mysqlLine(facts, 7200, 'MY-010116', `/usr/sbin/mysqld (mysqld ${version}) starting as process 1`),
      mysqlLine(
        facts,
        8000,
        'MY-010931',
        `/usr/sbin/mysqld: ready for connections. Version: '${version}'  socket: '/var/run/mysqld/mysqld.sock'  port: 3306  MySQL Community Server - GPL.`,
      ),
    ];
  },
  stops: (facts, at) => [
    mysqlLine({ ...facts, startedAt: at }, 0, 'MY-013172', 'Received SHUTDOWN from user <via user signal>. Shutting down mysqld.'),
    mysqlLine({ ...facts, startedAt: at }, 1900, 'MY-010910', '/usr/sbin/mysqld: Shutdown complete.'),
  ],
};

export const mysqlRefused: LogModel = {
  starts: (facts) => [
    entrypoint(facts, 0, 'Note', 'Entrypoint script for MySQL Server started.'),
    entrypoint(facts, 300, 'ERROR', 'Database is uninitialized and password option is not specified'),
    ...lines(
      1,
      [
        '    You need to specify one of the following as an environment variable:',
        '    - MYSQL_ROOT_PASSWORD',
        '    - MYSQL_ALLOW_EMPTY_PASSWORD',
        '    - MYSQL_RANDOM_ROOT_PASSWORD',
      ],
      300,
    ),
  ],
};

function entrypoint({ startedAt }: Facts, afterMs: number, level: string, text: string): Said {
  const time = precise(startedAt + afterMs)
    .replace(/\.\d+Z/, '+00:00')
    .replace('T', ' ');
  return [afterMs, level === 'ERROR' ? 2 : 1, `${time} [${level}] [Entrypoint]: ${text}`];
}

function mysqlLine({ startedAt }: Facts, afterMs: number, code: string, text: string): Said {
  return [afterMs, 2, `${precise(startedAt + afterMs).replace('Z', '000Z')} 0 [System] [${code}] [Server] ${text}`];
}

export const mongo: LogModel = {
  starts: ({ call, startedAt }) => [
    mongoLine(startedAt, 0, 'CONTROL', 4615611, 'MongoDB starting', { pid: 1, port: 27017, dbPath: '/data/db', host: call.hostname }),
    mongoLine(startedAt, 0, 'CONTROL', 23403, 'Build Info', { buildInfo: { version: versionOf(call, '8.2.1') } }),
    mongoLine(startedAt, 900, 'STORAGE', 22315, 'Opening WiredTiger', { config: 'create' }),
    mongoLine(startedAt, 1500, 'NETWORK', 23015, 'Listening on', { address: '0.0.0.0' }),
    mongoLine(startedAt, 1500, 'NETWORK', 23016, 'Waiting for connections', { port: 27017, ssl: 'off' }),
  ],
  stops: (_, at) => [
    mongoLine(at, 0, 'CONTROL', 23377, 'Received signal', { signal: 15, error: 'Terminated' }),
    mongoLine(at, 950, 'CONTROL', 20565, 'Now exiting', {}),
  ],
};

function mongoLine(at: number, afterMs: number, component: string, id: number, message: string, attributes: object): Said {
  const time = { $date: precise(at + afterMs).replace('Z', '+00:00') };
  const line = { t: time, s: 'I', c: component.padEnd(8), id, ctx: 'initandlisten', msg: message, attr: attributes };
  return [afterMs, 1, JSON.stringify(line)];
}
