import { defineImage } from '../image.ts';
import { HTML_404, commandOr, http, isAlpine, layersOf, server } from '../kit.ts';

const HTTPD = server([http(80)], { as: 'httpd', requests: true });
const APACHE = server([http(80)], { as: 'apache', requests: true });

export const httpd = defineImage({
  name: 'httpd',
  repositories: ['docker.io/library/httpd'],
  tags: /^(latest|alpine|bookworm|trixie|2|2\.4(\.\d{1,2})?)(-(alpine|bookworm|trixie|alpine3\.\d+))*$/,
  layers: (image) =>
    isAlpine(image) ? layersOf(image, 'alpine', { own: 18, layers: 5 }) : layersOf(image, 'debian', { own: 30, layers: 5 }),
  run: (call) => commandOr(call, ['httpd-foreground', 'httpd'], HTTPD),
  answer: (_, request) =>
    request.path === '/' || request.path === '/index.html'
      ? { status: 200, body: '<html><body><h1>It works!</h1></body></html>\n' }
      : { status: 404, body: HTML_404 },
});

/** The load target of the autoscaling walkthrough. */
export const hpaExample = defineImage({
  name: 'hpa-example',
  repositories: ['registry.k8s.io/hpa-example', 'gcr.io/google_containers/hpa-example'],
  tags: /^(latest|v?\d[\w.-]*)$/,
  layers: (image) => layersOf(image, 'debian', { own: 120, layers: 8 }),
  run: (call) => commandOr(call, ['apache2-foreground'], APACHE),
  answer: () => ({ status: 200, body: 'OK!' }),
});
