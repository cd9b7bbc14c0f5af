import { type Call, type HttpAnswer, type HttpRequest, type Writes, defineImage } from '../image.ts';
import { HTML_404, commandOr, http, isAlpine, layersOf, server } from '../kit.ts';

const WELCOME = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, nginx is successfully installed and working.
Further configuration is required for the web server, reverse proxy,
API gateway, load balancer, content cache, or other features.</p>
<p><em>Thank you for using nginx.</em></p>
</body>
</html>
`;

const NGINX: Writes = { as: 'nginx', requests: true };
const SERVES = server([http(80)], NGINX);

function nginxAnswer(call: Call, request: HttpRequest): HttpAnswer {
  if (request.path === '/' || request.path === '/index.html') return { status: 200, body: WELCOME };
  return { status: 404, body: HTML_404.replace('</body>', `<hr><center>nginx/${call.tag.split('-')[0] ?? ''}</center>\n</body>`) };
}

/** 1.7 to 1.29; not 1.161, the misprint of the Deployment tutorial. */
const TAGS =
  /^(latest|stable|mainline|alpine|perl|1|stable-\w+|mainline-\w+|1\.([7-9]|1\d|2\d)(\.\d{1,2})?)(-(alpine|perl|otel|slim|alpine-slim|alpine-perl|bookworm|bullseye|trixie|alpine3\.\d+))*$/;

export const nginx = defineImage({
  name: 'nginx',
  repositories: [
    'docker.io/library/nginx',
    'public.ecr.aws/nginx/nginx',
    'quay.io/nginx/nginx-unprivileged',
    'docker.io/nginxinc/nginx-unprivileged',
  ],
  tags: TAGS,
  layers: (image) =>
    isAlpine(image)
      ? layersOf(image, 'alpine', { runtime: 4, own: 12.5, layers: 6 })
      : layersOf(image, 'debian', { runtime: 6, own: 36.5, layers: 5 }),
  run: (call) =>
    commandOr(
      call,
      ['nginx', 'nginx-debug', 'docker-entrypoint.sh'],
      call.repository.includes('unprivileged') ? server([http(8080)], NGINX) : SERVES,
    ),
  answer: nginxAnswer,
});

export const nginxSlim = defineImage({
  name: 'nginx-slim',
  repositories: [
    'registry.k8s.io/nginx-slim',
    'registry.k8s.io/nginx',
    'gcr.io/google_containers/nginx-slim',
    'registry.k8s.io/e2e-test-images/nginx',
  ],
  tags: /^(latest|test-cmd|0\.([1-9]|1\d|2\d)|1\.\d{1,2}(\.\d{1,2})?(-\w+)?)$/,
  layers: (image) => layersOf(image, 'debian', { own: 16, layers: 3 }),
  run: (call) => commandOr(call, ['nginx'], SERVES),
  answer: nginxAnswer,
});
