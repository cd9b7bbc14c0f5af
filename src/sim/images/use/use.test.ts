import { expect, it } from 'vitest';
import { IMAGES, IMAGE_WORLD } from '../registry.ts';
import { parseReference } from '../reference.ts';
import { PROGRAMS } from './programs.ts';
import { useOf } from './use.ts';

const NOTHING = { cpuMilli: 0, memoryBytes: 0 };

function use(image: string, command: readonly string[] = [], requested = NOTHING) {
  const parsed = parseReference(image);
  const { repository, tag } = 'error' in parsed ? { repository: '', tag: '' } : parsed.reference;
  return useOf(
    IMAGE_WORLD,
    { repository, tag, command, args: [], env: {}, ports: [], hostname: '', podIP: '', shell: IMAGE_WORLD.shell },
    requested,
  );
}

it('knows every family of images', () => {
  expect(Object.keys(PROGRAMS).toSorted()).toEqual(IMAGES.map(({ name }) => name).toSorted());
});

it.each<readonly [name: string, script: string, milli: number, memoryMiB: number]>([
  ['a sleeper', 'sleep 3600', 0, 1],
  ['a loop with pauses', 'while true; do date; sleep 1; done', 1.5, 1],
  ['a loop with short pauses', 'while sleep 0.01; do wget -q -O- http://php-apache; done', 150, 1],
  ['a busy loop', 'while true; do :; done', 1000, 1],
  ['a loop of requests', 'while true; do wget -q -O- http://web; done', 500, 1],
  ['zeros into nothing', 'dd if=/dev/zero of=/dev/null', 1000, 1],
  ['stress of cpus', 'stress --cpu 2', 2000, 1],
  ['stress of memory that hangs on', 'stress --vm 1 --vm-bytes 150M --vm-hang 1', 0, 151],
])('reads from a script what it takes: %s', (_, text, milli, memoryMiB) => {
  expect(use('busybox:1.36', ['sh', '-c', text])).toMatchObject({ idleMilli: milli, memoryMiB });
});

it.each([
  ['vish/stress', ['-cpus', '2'], 2000, 1],
  ['polinux/stress', ['stress', '--vm', '1', '--vm-bytes', '250M', '--vm-hang', '1'], 0, 251],
])('knows the images that make load: %s', (image, command, idleMilli, memoryMiB) => {
  expect(use(image, command)).toMatchObject({ idleMilli, memoryMiB });
});

it('takes a part of its requests for a program that nobody knows', () => {
  const { idleMilli, memoryMiB } = use('acme/shop', [], { cpuMilli: 500, memoryBytes: 256 * 1024 * 1024 });
  expect(idleMilli / 500).toBeGreaterThan(0.08);
  expect(idleMilli / 500).toBeLessThan(0.48);
  expect(memoryMiB / 256).toBeGreaterThan(0.35);
  expect(memoryMiB / 256).toBeLessThan(0.85);
  expect(use('acme/shop').memoryMiB).toBeLessThan(90);
});
