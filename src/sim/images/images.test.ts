import { describe, expect, it } from 'vitest';
import type { Call } from './image.ts';
import { parseReference } from './reference.ts';
import { type Lookup, imageIDOf, lookUpImage as lookUpIn } from './lookup.ts';
import { IMAGES, IMAGE_WORLD } from './registry.ts';

const { imageOf, shell } = IMAGE_WORLD;
const lookUpImage = (image: string): Lookup => lookUpIn(IMAGE_WORLD, image);

describe('references', () => {
  it.each([
    { text: 'nginx', canonical: 'docker.io/library/nginx:latest' },
    { text: 'nginx:1.27', canonical: 'docker.io/library/nginx:1.27' },
    { text: 'docker.io/redis:6.0.5', canonical: 'docker.io/library/redis:6.0.5' },
    { text: 'dockersamples/examplevotingapp_vote', canonical: 'docker.io/dockersamples/examplevotingapp_vote:latest' },
    { text: 'localhost:5000/a/b', canonical: 'localhost:5000/a/b:latest' },
    { text: 'registry.k8s.io/pause:3.10', canonical: 'registry.k8s.io/pause:3.10' },
    { text: `busybox:1.38@sha256:${'a'.repeat(64)}`, canonical: `docker.io/library/busybox:1.38@sha256:${'a'.repeat(64)}` },
  ])('$text', ({ text, canonical }) => {
    const parsed = parseReference(text);
    expect('reference' in parsed && parsed.reference.canonical).toBe(canonical);
  });

  it.each([
    { text: 'Nginx', error: 'invalid reference format: repository name (library/Nginx) must be lowercase' },
    { text: 'nginx:', error: 'invalid reference format' },
    { text: 'nginx:a b', error: 'invalid reference format' },
    { text: 'gcr.io/<project>/job', error: 'invalid reference format' },
    { text: '', error: 'invalid reference format' },
    { text: '-f', error: 'invalid reference format' },
  ])('refuses "$text"', ({ text, error }) => {
    expect(parseReference(text)).toEqual({ error });
  });
});

describe('the registry', () => {
  it.each([
    'nginx:1.14.2',
    'nginx:latest',
    'redis:alpine',
    'docker.io/redis:6.0.5',
    'postgres:15-alpine',
    'mysql:8.0',
    'mongo:4.2',
    'busybox:1.28',
    'registry.k8s.io/redis:e2e',
    'gcr.io/google_samples/gb-redisslave:v1',
    'gcr.io/google-samples/hello-app:2.0',
    'node:22-alpine',
    'python:3.13-slim',
    'acme/unknown:9',
  ])('has %s', (image) => {
    expect(lookUpImage(image)).toMatchObject({ type: 'found' });
  });

  it.each(['nginx:1.161', 'nginx:missing', 'acme/unknown:missing', 'redis:nope', 'registry.invalid/a:1'])('does not have %s', (image) => {
    expect(lookUpImage(image)).toMatchObject({ type: 'failed' });
  });

  it('says what containerd says', () => {
    expect(lookUpImage('nginx:missing')).toEqual({
      type: 'failed',
      message:
        'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/nginx:missing": failed to resolve reference "docker.io/library/nginx:missing": docker.io/library/nginx:missing: not found',
    });
  });

  it('shares layers between tags and between images of one base', () => {
    const digests = (image: string) => {
      const found = lookUpImage(image);
      return found.type === 'found' ? found.manifest.layers.map(({ digest }) => digest) : [];
    };
    const shared = (a: string, b: string) => digests(a).filter((digest) => digests(b).includes(digest)).length;
    expect(shared('nginx:1.27', 'nginx:1.28')).toBe(2);
    expect(shared('nginx:1.27', 'httpd:2.4')).toBe(1);
    expect(shared('nginx:alpine', 'httpd:2.4')).toBe(0);
  });

  it('names every repository once', () => {
    const repositories = IMAGES.flatMap((image) => image.repositories);
    expect(new Set(repositories).size).toBe(repositories.length);
    for (const repository of repositories) expect(parseReference(repository)).toMatchObject({ reference: { repository } });
  });

  it('gives each image one digest', () => {
    expect(imageIDOf('nginx')).toBe(imageIDOf('docker.io/library/nginx:latest'));
    expect(imageIDOf('nginx:1.27')).toBe('docker.io/library/nginx@sha256:6965a10c15290ad0b29ca7fd1866de1850408b3cb15fb11a3bbbbc2fddb158bd');
  });
});

function call(image: string, more: Partial<Call> = {}): Call {
  const parsed = parseReference(image);
  if ('error' in parsed) throw new Error(parsed.error);
  const { repository, tag } = parsed.reference;
  return { repository, tag, command: [], args: [], env: {}, ports: [], hostname: 'web-1', podIP: '10.244.0.2', shell, ...more };
}

function run(image: string, more: Partial<Call> = {}) {
  const called = call(image, more);
  return imageOf(called.repository).run(called);
}

describe('what containers do', () => {
  it.each([
    { image: 'nginx', more: {}, ports: [80] },
    { image: 'nginx', more: { args: ['nginx', '-g', 'daemon off;'] }, ports: [80] },
    { image: 'redis', more: { args: ['--port', '7000'] }, ports: [7000] },
    { image: 'gcr.io/google-samples/hello-app:1.0', more: { env: { PORT: '9000' } }, ports: [9000] },
    { image: 'hashicorp/http-echo', more: { args: ['-listen=:80', '-text=hi'] }, ports: [80] },
    { image: 'python:3.13', more: { command: ['python', '-m', 'http.server', '8080'] }, ports: [8080] },
    { image: 'acme/shop:1', more: { ports: [{ port: 3000, protocol: 'TCP' }] }, ports: [3000] },
    { image: 'acme/shop:1', more: {}, ports: [0] },
    { image: 'kubarium/hostname', more: {}, ports: [8080] },
  ])('$image $more listens on $ports', ({ image, more, ports }) => {
    const behaviour = run(image, more);
    expect(behaviour.listens.map(({ port }) => port)).toEqual(ports);
    expect(behaviour.exit).toBeUndefined();
  });

  it.each([
    { name: 'a shell without a script', image: 'busybox', more: {}, exitCode: 0 },
    { name: 'an interpreter without a program', image: 'python:3.13', more: {}, exitCode: 0 },
    { name: 'a database without a password', image: 'mysql:8.0', more: {}, exitCode: 1 },
    { name: 'a program that is not there', image: 'alpine', more: { command: ['nosuch'] }, exitCode: 128 },
  ])('$name ends with $exitCode', ({ image, more, exitCode }) => {
    expect(run(image, more).exit?.exitCode).toBe(exitCode);
  });

  it.each([
    { image: 'kubarium/hostname', path: '/', status: 200, body: "You've hit web-1\n" },
    { image: 'kubarium/hostname:v2', path: '/', status: 200, body: 'This is v2 running in pod web-1\n' },
    { image: 'nginx:1.27', path: '/', status: 200, body: expect.stringContaining('Welcome to nginx!') as unknown as string },
    { image: 'nginx:1.27', path: '/nope', status: 404, body: expect.stringContaining('nginx/1.27') as unknown as string },
    { image: 'gcr.io/google-samples/hello-app:2.0', path: '/', status: 200, body: 'Hello, world!\nVersion: 2.0.0\nHostname: web-1\n' },
    { image: 'registry.k8s.io/e2e-test-images/agnhost:2.63.0', path: '/hostname', status: 200, body: 'web-1' },
  ])('$image answers $path', ({ image, path, status, body }) => {
    const called = call(image);
    const answer = imageOf(called.repository).answer?.(called, { method: 'GET', path, host: 'web', port: 80, uptimeMs: 0 });
    expect(answer).toMatchObject({ status, body });
  });

  it('is well for ten seconds in the liveness image', () => {
    const called = call('registry.k8s.io/e2e-test-images/agnhost:2.40', { args: ['liveness'] });
    const health = (uptimeMs: number) =>
      imageOf(called.repository).answer?.(called, { method: 'GET', path: '/healthz', host: '', port: 8080, uptimeMs }).status;
    expect([health(9999), health(10_000)]).toEqual([200, 500]);
  });
});
