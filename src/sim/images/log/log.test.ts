import { describe, expect, it } from 'vitest';
import type { Call } from '../image.ts';
import { IMAGES, IMAGE_WORLD } from '../registry.ts';
import { SHELL } from '../shell/shell.ts';
import { type Around, LOGS, type Logged } from './log.ts';
import { MOST_LINES } from './limits.ts';
import { MODELS } from './models.ts';

const START = Date.UTC(2026, 0, 31, 23, 59, 50);

function callOf(repository: string): Call {
  const env = { POSTGRES_PASSWORD: 'x', MYSQL_ROOT_PASSWORD: 'x' };
  return { repository, tag: '1.2', command: [], args: [], env, ports: [], hostname: 'web-1', podIP: '10.244.0.2', shell: SHELL };
}

/** A container of an image that has run for half a minute. */
function containerOf(repository: string): { readonly container: Logged; readonly around: Around } {
  const call = callOf(repository);
  const image = IMAGE_WORLD.imageOf(repository);
  const container: Logged = {
    id: 'containerd://1',
    image: repository,
    env: call.env,
    state: 'running',
    startedAt: START,
    finishedAt: 0,
    exitAt: 0,
    exitCode: 0,
    stopping: false,
    behaviour: image.run(call),
    script: undefined,
    last: undefined,
    log: undefined,
  };
  const spec = { name: 'app', image: repository };
  const around: Around = { now: START + 30_000, spec, namespace: 'default', gateway: '10.244.0.1', imageOf: () => image, call: () => call };
  return { container, around };
}

const REPOSITORIES = IMAGES.flatMap(({ repositories }) => repositories.slice(0, 1));

describe('what programs write', () => {
  it.each(REPOSITORIES)('%s, from its start to its end', (repository) => {
    const { container, around } = containerOf(repository);
    const { behaviour } = container;
    const as = behaviour?.writes?.as;
    if (as !== undefined) expect(MODELS[as], as).toBeDefined();
    const begun = LOGS.read(container, container.id, around) ?? [];
    for (const { at, text } of begun) {
      expect(at).toBeGreaterThanOrEqual(START);
      expect(text).not.toMatch(/undefined|NaN|\n/);
    }
    if (behaviour?.writes?.requests !== true) return;
    LOGS.note(container, START + 20_000, 0, '10.244.0.9 GET /a?b=c 200 12');
    const served = LOGS.read(container, container.id, around) ?? [];
    expect(served).toHaveLength(begun.length + 1);
    expect(served.at(-1)?.at).toBe(START + 20_000);
  });

  it('ends with last words, when it is asked to end and does', () => {
    const { container, around } = containerOf('docker.io/library/redis');
    const onTerm = container.behaviour?.onTerm;
    if (onTerm === undefined || onTerm === 'ignored') throw new Error('redis ends');
    const finishedAt = START + 20_000;
    const ended: Logged = { ...container, state: 'exited', stopping: true, exitCode: onTerm.exitCode, finishedAt };
    const texts = (LOGS.read(ended, ended.id, around) ?? []).map(({ text }) => text);
    expect(texts.at(-1)).toBe('1:M 01 Feb 2026 00:00:09.950 # Redis is now ready to exit, bye bye...');
    const killed: Logged = { ...ended, exitCode: 137 };
    expect(LOGS.read(killed, killed.id, around)?.at(-1)?.text).toMatch(/Ready to accept connections tcp$/);
  });

  it('is kept in pieces when a line is too long, and thrown away when there are too many', () => {
    const { container, around } = containerOf('docker.io/library/busybox');
    LOGS.note(container, START, 1, 'x'.repeat(20_000));
    expect(LOGS.read(container, container.id, around)?.map(({ text }) => text.length)).toEqual([16_384, 3616]);
    for (let line = 0; line < 5000; line += 1) LOGS.note(container, START + line, 2, `line ${line}`);
    expect(container.log?.lines.length).toBeLessThanOrEqual(3 * MOST_LINES);
    expect(LOGS.read(container, container.id, around)?.at(-1)).toEqual({ at: START + 4999, stream: 2, text: 'line 4999' });
  });

  it('is not known of another container', () => {
    const { container, around } = containerOf('docker.io/library/nginx');
    expect(LOGS.read(container, 'containerd://2', around)).toBeUndefined();
  });
});
