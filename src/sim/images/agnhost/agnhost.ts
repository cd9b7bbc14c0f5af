/** Test images of the Kubernetes project and small echo servers. */
import { type Behaviour, type Call, type HttpAnswer, type HttpRequest, type Writes, defineImage } from '../image.ts';
import { commandOr, exits, flag, http, layersOf, server, tcp } from '../kit.ts';

const LIVENESS_MS = 10_000;

function subcommand(call: Call): string {
  const argv = call.command.length > 0 ? call.command.slice(1).concat(call.args) : call.args;
  return argv[0] ?? '';
}

function runAgnhost(call: Call): Behaviour {
  const argv = [...call.command, ...call.args];
  if (call.command.length > 0 && !call.command[0]?.endsWith('agnhost')) return commandOr(call, [], exits(0));
  const port = Number(flag(argv, '--http-port', '--port') ?? 0);
  switch (subcommand(call)) {
    case 'pause':
      return server([], { as: 'agnhost-pause' }, { afterMs: 100, exitCode: 2 });
    case 'serve-hostname':
      return server([http(port || 9376)], { as: 'agnhost-hostname' });
    case 'liveness':
      return { ...server([http(8080)]), changesAtMs: [LIVENESS_MS] };
    case 'porter':
      return server(call.ports.map((declared) => http(declared.port)));
    case '':
      return exits(0);
    default:
      return server([http(port || 8080), tcp(8081)], { as: 'agnhost-netexec', requests: true });
  }
}

/** `/healthz` of the liveness image is well for ten seconds. */
function answerAgnhost(call: Call, request: HttpRequest): HttpAnswer {
  const command = subcommand(call);
  if (command === 'liveness' || call.repository.endsWith('/liveness')) {
    if (request.path !== '/healthz' || request.uptimeMs < LIVENESS_MS) return { status: 200, body: 'ok' };
    return { status: 500, body: `error: ${(request.uptimeMs / 1000).toFixed(6)}` };
  }
  if (command === 'serve-hostname' || request.path === '/hostname') return { status: 200, body: call.hostname };
  if (request.path.startsWith('/echo')) return { status: 200, body: new RegExp('[?&]msg=([^&]*)').exec(request.path)?.[1] ?? '' };
  return { status: 200, body: `NOW: ${request.uptimeMs}` };
}

export const agnhost = defineImage({
  name: 'agnhost',
  repositories: [
    'registry.k8s.io/e2e-test-images/agnhost',
    'k8s.gcr.io/e2e-test-images/agnhost',
    'gcr.io/kubernetes-e2e-test-images/agnhost',
  ],
  tags: /^(latest|2\.\d{1,2}(\.\d{1,2})?)$/,
  layers: (image) => layersOf(image, 'alpine', { own: 49, layers: 8 }),
  run: runAgnhost,
  answer: answerAgnhost,
});

export const liveness = defineImage({
  name: 'liveness',
  repositories: ['registry.k8s.io/liveness', 'k8s.gcr.io/liveness'],
  tags: /^\w[\w.-]*$/,
  layers: (image) => layersOf(image, 'none', { own: 2 }),
  run: (call) =>
    commandOr({ ...call, args: call.args.filter((arg) => arg !== '/server') }, ['server'], {
      ...server([http(8080)]),
      changesAtMs: [LIVENESS_MS],
    }),
  answer: answerAgnhost,
});

export const echo = defineImage({
  name: 'echo',
  repositories: [
    'registry.k8s.io/echoserver',
    'registry.k8s.io/e2e-test-images/echoserver',
    'docker.io/ealen/echo-server',
    'docker.io/mccutchen/go-httpbin',
    'docker.io/kennethreitz/httpbin',
    'docker.io/traefik/whoami',
    'docker.io/containous/whoami',
    'registry.k8s.io/serve_hostname',
    'docker.io/stefanprodan/podinfo',
    'ghcr.io/stefanprodan/podinfo',
  ],
  tags: /^\w[\w.-]*$/,
  layers: (image) => layersOf(image, 'alpine', { own: 14, layers: 3 }),
  run: (call) =>
    commandOr(
      call,
      ['podinfo'],
      server(
        call.ports.length > 0 ? call.ports.map((declared) => http(declared.port)) : [http(echoPort(call.repository))],
        echoWrites(call.repository),
      ),
    ),
  answer: (call, request) =>
    call.repository.endsWith('serve_hostname')
      ? { status: 200, body: call.hostname }
      : {
          status: 200,
          body: `Hostname: ${call.hostname}\nIP: ${call.podIP}\n${request.method} ${request.path} HTTP/1.1\nHost: ${request.host}\n`,
        },
});

/** What is built on nginx writes as it does; the others tell that they have started, or nothing. */
function echoWrites(repository: string): Writes | undefined {
  if (repository.endsWith('/echoserver')) return { as: 'nginx-alone', requests: true };
  if (repository.endsWith('/whoami')) return { as: 'whoami' };
  return repository.endsWith('/podinfo') ? { as: 'podinfo' } : undefined;
}

function echoPort(repository: string): number {
  if (repository.endsWith('serve_hostname')) return 9376;
  if (repository.endsWith('podinfo')) return 9898;
  return /echoserver|go-httpbin/.test(repository) ? 8080 : 80;
}

export const httpEcho = defineImage({
  name: 'http-echo',
  repositories: ['docker.io/hashicorp/http-echo'],
  tags: /^(latest|alpine|\d[\w.-]*)$/,
  layers: (image) => layersOf(image, 'distroless', { own: 2.4 }),
  run: (call) =>
    server([http(Number((flag(call.args, '-listen', '--listen') ?? ':5678').split(':').at(-1)) || 5678)], {
      as: 'http-echo',
      requests: true,
    }),
  answer: (call) => ({ status: 200, body: `${flag(call.args, '-text', '--text') ?? 'hello-world'}\n` }),
});
