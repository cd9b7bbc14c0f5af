/** The small web servers of tutorials. */
import { type Behaviour, type Call, defineImage } from '../image.ts';
import { commandOr, http, layersOf, server } from '../kit.ts';

export const helloApp = defineImage({
  name: 'hello-app',
  repositories: [
    'gcr.io/google-samples/hello-app',
    'us-docker.pkg.dev/google-samples/containers/gke/hello-app',
    'docker.io/dockersamples/hello-app',
  ],
  tags: /^(latest|[123]\.0)$/,
  layers: (image) => layersOf(image, 'distroless', { own: 9, layers: 3 }),
  run: (call) => commandOr(call, ['hello-app'], server([http(Number(call.env['PORT']) || 8080)], { as: 'hello-app', requests: true })),
  answer: (call) => ({
    status: 200,
    body: `Hello, world!\nVersion: ${call.tag === 'latest' ? '1.0' : call.tag}.0\nHostname: ${call.hostname}\n`,
  }),
});

export const nodeHello = defineImage({
  name: 'node-hello',
  repositories: [
    'gcr.io/google-samples/node-hello',
    'gcr.io/google-samples/kubernetes-bootcamp',
    'docker.io/jocatalin/kubernetes-bootcamp',
    'docker.io/aronchick/hello-node',
  ],
  tags: /^(latest|v?[12](\.\d){0,2})$/,
  layers: (image) => layersOf(image, 'debian', { runtime: 180, own: 30, layers: 8 }),
  run: (call) => commandOr(call, ['node'], server([http(8080)], { as: 'node-hello', requests: true })),
  answer: (call) => ({
    status: 200,
    body: call.repository.endsWith('kubernetes-bootcamp')
      ? `Hello Kubernetes bootcamp! | Running on: ${call.hostname} | v=${call.tag.replace(/\D/g, '') || '1'}\n`
      : 'Hello Kubernetes!',
  }),
});

export const helloGo = defineImage({
  name: 'hello-go',
  repositories: ['gcr.io/google-samples/hello-go-gke'],
  tags: /^(latest|\d[\w.-]*)$/,
  layers: (image) => layersOf(image, 'distroless', { own: 8 }),
  run: (call) => commandOr(call, ['hello'], server([http(80)])),
  answer: () => ({ status: 200, body: '{"message":"Hello"}\n' }),
});

/** nginx in front of the Service `hello`. */
export const helloFrontend = defineImage({
  name: 'hello-frontend',
  repositories: ['gcr.io/google-samples/hello-frontend'],
  tags: /^(latest|\d[\w.-]*)$/,
  layers: (image) => layersOf(image, 'debian', { own: 38, layers: 4 }),
  run: (call) => commandOr(call, ['nginx'], server([http(80)], { as: 'nginx', requests: true })),
  answer: () => ({ status: 200, body: '', proxy: 'http://hello/' }),
});

const DEMO_PORTS: { readonly [name: string]: number } = {
  frontend: 8080,
  cartservice: 7070,
  productcatalogservice: 3550,
  currencyservice: 7000,
  paymentservice: 50051,
  shippingservice: 50051,
  emailservice: 8080,
  checkoutservice: 5050,
  recommendationservice: 8080,
  adservice: 9555,
};

/** The online boutique (microservices-demo): gRPC services behind one web page. */
export const boutique = defineImage({
  name: 'boutique',
  repositories: Object.keys({ ...DEMO_PORTS, loadgenerator: 0 }).map(
    (name) => `us-central1-docker.pkg.dev/online-boutique-ci/microservices-demo/${name}`,
  ),
  tags: /^(latest|v\d[\w.-]*)$/,
  layers: (image) => layersOf(image, 'distroless', { own: 30, layers: 4 }),
  run: runBoutique,
  answer: () => ({
    status: 200,
    body: '<!DOCTYPE html>\n<html lang="en"><head><title>Online Boutique</title></head></html>\n',
    calls: ['tcp://productcatalogservice:3550', 'tcp://currencyservice:7000', 'tcp://cartservice:7070'],
  }),
});

function runBoutique(call: Call): Behaviour {
  const port = DEMO_PORTS[call.repository.split('/').at(-1) ?? ''];
  if (port === undefined) return server([]);
  return server([
    { port: Number(call.env['PORT']) || port, protocol: call.repository.endsWith('/frontend') ? 'http' : 'grpc', afterMs: 1000 },
  ]);
}
