/** Images that are there to run a command in: busybox, alpine, bash and the distributions. Without a command their shell ends at once. */
import { defineImage } from '../image.ts';
import { commandOr, exits, layersOf } from '../kit.ts';

const SHELL_ENDS = exits(0);

export const busybox = defineImage({
  name: 'busybox',
  repositories: [
    'docker.io/library/busybox',
    'registry.k8s.io/busybox',
    'gcr.io/google_containers/busybox',
    'registry.k8s.io/e2e-test-images/busybox',
    'gcr.io/google-containers/busybox',
    'quay.io/prometheus/busybox',
    'docker.io/radial/busyboxplus',
  ],
  tags: /^(latest|stable|curl|git|base|musl|glibc|uclibc|1|1\.(2\d|3\d)(\.\d{1,2})?)(-(musl|glibc|uclibc|1))*$/,
  layers: (image) => layersOf(image, 'none', { own: 2.16, layers: 1 }),
  run: (call) => commandOr(call, [], SHELL_ENDS, true),
});

export const alpine = defineImage({
  name: 'alpine',
  repositories: ['docker.io/library/alpine', 'public.ecr.aws/docker/library/alpine'],
  tags: /^(latest|edge|3|3\.\d{1,2}(\.\d{1,2})?|20\d{6})$/,
  layers: (image) => layersOf(image, 'alpine', { own: 0, layers: 0 }),
  run: (call) => commandOr(call, [], SHELL_ENDS, true),
});

export const shells = defineImage({
  name: 'shells',
  repositories: [
    'docker.io/library/bash',
    'docker.io/curlimages/curl',
    'docker.io/nicolaka/netshoot',
    'docker.io/infoblox/dnstools',
    'registry.k8s.io/e2e-test-images/jessie-dnsutils',
    'gcr.io/k8s-staging-perf-tests/sleep',
  ],
  tags: /^(latest|v?\d[\w.-]*|alpine[\w.-]*|devel[\w.-]*)$/,
  layers: (image) => layersOf(image, 'alpine', { own: 6, layers: 2 }),
  run: (call) => commandOr(call, [], call.repository.endsWith('/sleep') ? { listens: [], onTerm: 'ignored' } : SHELL_ENDS),
});

export const distributions = defineImage({
  name: 'distributions',
  repositories: [
    'docker.io/library/debian',
    'docker.io/library/ubuntu',
    'docker.io/library/fedora',
    'docker.io/library/centos',
    'docker.io/library/rockylinux',
    'docker.io/library/almalinux',
    'docker.io/library/amazonlinux',
    'docker.io/library/archlinux',
    'docker.io/library/perl',
  ],
  tags: /^[\w][\w.-]*$/,
  layers: (image) =>
    layersOf(image, image.repository.endsWith('/ubuntu') ? 'ubuntu' : 'debian', {
      own: image.repository.endsWith('/perl') ? 320 : 8,
      layers: image.repository.endsWith('/perl') ? 6 : 1,
    }),
  run: (call) => ((call.command[0] ?? call.args[0]) === 'perl' ? exits(0, 8000) : commandOr(call, [], SHELL_ENDS)),
});
