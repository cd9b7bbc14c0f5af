/** What web servers write. */
import { type Facts, type LogModel, type Said, type ServedRequest, common, lines, slashed, versionOf } from './line.ts';

const ENTRYPOINT = '/docker-entrypoint.sh';
const SCRIPTS = ['10-listen-on-ipv6-by-default.sh', '20-envsubst-on-templates.sh', '30-tune-worker-processes.sh'];

/** Of the official image: its entry point, then the server. */
export const nginx: LogModel = {
  starts: (facts) => [...entrypoint(), ...nginxNotices(facts)],
  serves: combined('-'),
  stops: (_, at) => [
    notice(at, 0, '1#1: signal 3 (SIGQUIT) received, shutting down'),
    notice(at, 0, '29#29: gracefully shutting down'),
    notice(at, 50, '1#1: worker process 29 exited with code 0'),
    notice(at, 280, '1#1: exit'),
  ],
};

/** Built into another image, which tells of requests alone. */
export const nginxAlone: LogModel = { serves: combined('-') };

function entrypoint(): readonly Said[] {
  const launched = SCRIPTS.flatMap((script) => [
    `${ENTRYPOINT}: Launching /docker-entrypoint.d/${script}`,
    ...(script.startsWith('10') ? [`${script}: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf`] : []),
  ]);
  return lines(1, [
    `${ENTRYPOINT}: /docker-entrypoint.d/ is not empty, will attempt to perform configuration`,
    `${ENTRYPOINT}: Looking for shell scripts in /docker-entrypoint.d/`,
    ...launched,
    `${ENTRYPOINT}: Configuration complete; ready for start up`,
  ]);
}

function nginxNotices({ call, startedAt }: Facts): readonly Said[] {
  const words = [
    'using the "epoll" event method',
    `nginx/${versionOf(call, '1.29.4')}`,
    'start worker processes',
    'start worker process 29',
  ];
  return words.map((text) => notice(startedAt, 0, `1#1: ${text}`));
}

function notice(at: number, afterMs: number, text: string): Said {
  return [afterMs, 2, `${slashed(at + afterMs)} [notice] ${text}`];
}

/** The combined format; nginx puts the client that a proxy names behind it. */
function combined(forwarded?: string) {
  return ({ client, at, method, path, status, bytes, agent }: ServedRequest): Said => {
    const line = `${client} - - [${common(at)}] "${method} ${path} HTTP/1.1" ${status} ${bytes} "-" "${agent}"`;
    return [0, 1, forwarded === undefined ? line : `${line} "${forwarded}"`];
  };
}

const NO_NAME = "AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using";

/** httpd of the official image writes requests without referrer and agent. */
export const httpd: LogModel = {
  starts: (facts) => apacheStart(facts, 'httpd -D FOREGROUND'),
  serves: ({ client, at, method, path, status, bytes }) => [
    0,
    1,
    `${client} - - [${common(at)}] "${method} ${path} HTTP/1.1" ${status} ${bytes}`,
  ],
  stops: apacheStop,
};

/** With PHP: the module of the distribution, which writes the combined format. */
export const apache: LogModel = { starts: (facts) => apacheStart(facts, 'apache2 -D FOREGROUND'), serves: combined(), stops: apacheStop };

function apacheStart({ call, startedAt }: Facts, command: string): readonly Said[] {
  const version = `Apache/${versionOf(call, '2.4.66')} (Unix)`;
  return [
    [0, 2, `${NO_NAME} ${call.podIP}. Set the 'ServerName' directive globally to suppress this message`],
    apacheNotice(startedAt, 'mpm_event:notice', `AH00489: ${version} configured -- resuming normal operations`),
    apacheNotice(startedAt, 'core:notice', `AH00094: Command line: '${command}'`),
  ];
}

function apacheStop(_: Facts, at: number): readonly Said[] {
  return [apacheNotice(at, 'mpm_event:notice', 'AH00491: caught SIGTERM, shutting down')];
}

function apacheNotice(at: number, module: string, text: string): Said {
  const [date = '', time = ''] = new Date(at)
    .toUTCString()
    .replace(',', '')
    .split(/ (?=\d\d:)/);
  const [day = '', number = '', month = '', year = ''] = date.split(' ');
  return [0, 2, `[${day} ${month} ${number} ${time.slice(0, 8)}.000000 ${year}] [${module}] [pid 1:tid 1] ${text}`];
}

/** `python -m http.server` tells of requests on stderr; what it prints when it starts stays in its buffer. */
export const pythonHttp: LogModel = {
  serves: ({ client, at, method, path, status }) => [
    0,
    2,
    `${client} - - [${common(at).replace(':', ' ').slice(0, 20)}] "${method} ${path} HTTP/1.1" ${status} -`,
  ],
};

export const gunicorn: LogModel = {
  starts: ({ startedAt }) => [
    gunicornInfo(startedAt, 0, 1, 'Starting gunicorn 22.0.0'),
    gunicornInfo(startedAt, 0, 1, 'Listening at: http://0.0.0.0:80 (1)'),
    gunicornInfo(startedAt, 0, 1, 'Using worker: sync'),
    ...[7, 8, 9, 10].map((pid) => gunicornInfo(startedAt, 300, pid, `Booting worker with pid: ${pid}`)),
  ],
  serves: combined(),
  stops: (_, at) => [gunicornInfo(at, 0, 1, 'Handling signal: term'), gunicornInfo(at, 200, 1, 'Shutting down: Master')],
};

function gunicornInfo(at: number, afterMs: number, pid: number, text: string): Said {
  const time = new Date(at + afterMs).toISOString().slice(0, 19).replace('T', ' ');
  return [afterMs, 2, `[${time} +0000] [${pid}] [INFO] ${text}`];
}
