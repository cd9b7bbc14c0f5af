import { defineImage } from '../image.ts';
import { isAlpine, layersOf } from '../kit.ts';
import { interpreter } from '../python/python.ts';

export const node = defineImage({
  name: 'node',
  repositories: ['docker.io/library/node'],
  tags: /^(latest|lts|current|slim|alpine|\d{1,2}(\.\d{1,2}){0,2}|lts-\w+)(-[\w.]+)*$/,
  layers: (image) => {
    if (isAlpine(image)) return layersOf(image, 'alpine', { runtime: 1.3, own: 50, layers: 3 });
    return image.tag.includes('slim')
      ? layersOf(image, 'debian', { runtime: 3, own: 45, layers: 3 })
      : layersOf(image, 'debian', { runtime: 300, own: 60, layers: 5 });
  },
  run: (call) => interpreter(call, ['node', 'nodejs', 'npm', 'npx', 'yarn']),
});

export const runtimes = defineImage({
  name: 'runtimes',
  repositories: [
    'docker.io/library/golang',
    'docker.io/library/openjdk',
    'docker.io/library/eclipse-temurin',
    'docker.io/library/ruby',
    'docker.io/library/php',
  ],
  tags: /^\w[\w.-]*$/,
  layers: (image) => layersOf(image, isAlpine(image) ? 'alpine' : 'debian', { runtime: isAlpine(image) ? 20 : 190, own: 70, layers: 3 }),
  run: (call) => interpreter(call, ['go', 'java', 'ruby', 'rails', 'bundle', 'php']),
});
