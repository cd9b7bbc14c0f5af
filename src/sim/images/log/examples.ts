/** What the small programs of tutorials and tests write. */
import { type Facts, type LogModel, type Said, milliseconds, precise, slashed } from './line.ts';
import { strftime } from '../shell/date.ts';

/** Our own teaching image. */
export const hostname: LogModel = {
  starts: () => [[0, 1, 'Kubarium hostname server starting...']],
  serves: ({ client, method, path, status }) => [0, 1, `${method} ${path} from ${client}: ${status}`],
  stops: () => [[0, 1, 'Received SIGTERM, leaving.']],
};

export const helloApp: LogModel = {
  starts: ({ startedAt, behaviour }) => [[0, 2, `${slashed(startedAt)} Server listening on port ${portOf(behaviour, 8080)}`]],
  serves: ({ at, path }) => [0, 2, `${slashed(at)} Serving request: ${path}`],
};

export const nodeHello: LogModel = {
  starts: ({ call, startedAt }) =>
    call.repository.endsWith('bootcamp')
      ? [
          [0, 1, `Kubernetes Bootcamp App Started At: ${precise(startedAt)} | Running On:  ${call.hostname} `],
          [0, 1, ''],
        ]
      : [],
  serves: ({ at, path, number }, { call, startedAt }) =>
    call.repository.endsWith('bootcamp')
      ? [
          0,
          1,
          `Running On: ${call.hostname} | Total Requests: ${number} | App Uptime: ${(at - startedAt) / 1000} seconds | Log Time: ${precise(at)}`,
        ]
      : [0, 1, `Received request for URL: ${path}`],
};

export const httpEcho: LogModel = {
  starts: ({ startedAt, behaviour }) => [[0, 2, `${precise(startedAt)} [INFO] server is listening on :${portOf(behaviour, 5678)}`]],
  serves: ({ at, client, method, path, status, bytes, agent }, { behaviour }) => [
    0,
    1,
    `${slashed(at)} ${client}:${portOf(behaviour, 5678)} - "${method} ${path} HTTP/1.1" ${status} ${bytes} "${agent}" 20µs`,
  ],
};

export const whoami: LogModel = {
  starts: ({ startedAt, behaviour }) => [[0, 2, `${slashed(startedAt)} Starting up on port ${portOf(behaviour, 80)}`]],
};

export const podinfo: LogModel = {
  starts: ({ startedAt, behaviour }) => [
    podinfoLine(startedAt, 'Starting podinfo', {}),
    podinfoLine(startedAt, 'Starting HTTP Server.', { addr: `:${portOf(behaviour, 9898)}` }),
  ],
  stops: (_, at) => [podinfoLine(at, 'Shutting down HTTP/HTTPS server', { timeout: 5 })],
};

function podinfoLine(at: number, message: string, more: object): Said {
  return [0, 2, JSON.stringify({ level: 'info', ts: precise(at), caller: 'podinfo/main.go', msg: message, ...more })];
}

export const agnhostPause: LogModel = { starts: () => [[0, 1, 'Paused']] };

export const agnhostHostname: LogModel = {
  starts: ({ startedAt }) => [[0, 2, klog(startedAt, 'log.go:245', 'Serving on port 9376.')]],
};

export const agnhostNetexec: LogModel = {
  starts: ({ startedAt, behaviour }) => [
    [0, 2, klog(startedAt, 'log.go:245', `Started HTTP server on port ${portOf(behaviour, 8080)}`)],
    [0, 2, klog(startedAt, 'log.go:245', 'Started UDP server on port  8081')],
  ],
  serves: ({ at, method, path }) => [0, 2, klog(at, 'log.go:245', `${method} ${path}`)],
};

/** `I0131 23:59:59.123456       1 file.go:1] text`. */
function klog(at: number, place: string, text: string): string {
  return `I${strftime('%m%d %H:%M:%S', at)}.${milliseconds(at)}000       1 ${place}] ${text}`;
}

export const votingResult: LogModel = {
  starts: () => [
    [0, 1, 'App running on port 80'],
    [1200, 1, 'Connected to db'],
  ],
};

export const votingWorker: LogModel = {
  starts: () => [
    [300, 2, 'Connected to db'],
    [400, 2, 'Connecting to redis'],
  ],
};

function portOf({ listens }: Facts['behaviour'], standard: number): number {
  return listens[0]?.port || standard;
}
