import { describe, expect, test } from 'vitest';
import type { Boot } from '../../protocol/messages.ts';
import { CLOCK, type FakeWorker, type FakeWorld, fakeWorld, settled, smallFrame } from '../testing/fake-link.ts';
import { Engine } from './engine.ts';
import { podNamed } from '../../view/named.ts';
import { summarise } from './rows.ts';

const DEMO: Boot = { from: 'demo', seed: 1, startTime: 0 };

async function booted(): Promise<{ world: FakeWorld; engine: Engine; worker: FakeWorker }> {
  const world = fakeWorld();
  const engine = new Engine(world.open, world.host, () => DEMO);
  engine.boot(DEMO).catch(() => undefined);
  const worker = lastLife(world);
  worker.answer('boot', CLOCK);
  await settled();
  return { world, engine, worker };
}

function lastLife(world: FakeWorld): FakeWorker {
  const worker = world.lives.at(-1);
  if (!worker) throw new Error('no worker was started');
  return worker;
}

function pulls(worker: FakeWorker): number {
  return worker.sent.filter(({ type }) => type === 'frame').length;
}

describe('frames', () => {
  test('one is pulled at a time, the next before the next repaint', async () => {
    const { world, engine, worker } = await booted();
    expect(engine.state().phase).toBe('running');
    expect(pulls(worker)).toBe(1);
    worker.answer('frame', { frame: smallFrame(), clock: { ...CLOCK, now: 2_000 } });
    await settled();
    expect(pulls(worker)).toBe(0);
    expect(engine.now()).toBe(2_000);
    world.repaint();
    expect(pulls(worker)).toBe(1);
  });

  test('strings are kept and found again', async () => {
    const { engine, worker } = await booted();
    worker.answer('frame', { frame: smallFrame(), clock: CLOCK });
    await settled();
    const frame = engine.frames.latest();
    expect(frame && podNamed(frame, engine.frames, 'default', 'web')).toBe(0);
    expect(frame && podNamed(frame, engine.frames, 'other', 'web')).toBe(-1);
    expect(summarise(frame)).toMatchObject({ nodes: 1, pods: 1, ready: 1, waiting: 0 });
  });

  test('a hidden page says so once and asks anew when it returns', async () => {
    const { world, worker } = await booted();
    world.turn(false);
    worker.answer('frame', { frame: smallFrame(), clock: CLOCK });
    await settled();
    expect(worker.sent.filter(({ type }) => type === 'frame')).toMatchObject([{ visible: false }]);
    world.turn(true);
    expect(worker.sent.at(-1)).toMatchObject({ type: 'frame', visible: true });
    worker.answer('frame', { frame: smallFrame(2), clock: CLOCK });
    worker.answer('frame', { frame: smallFrame(3), clock: CLOCK });
    await settled();
    world.repaint();
    expect(pulls(worker)).toBe(1);
  });
});

describe('requests', () => {
  test('each gets its own answer', async () => {
    const { engine, worker } = await booted();
    const first = engine.request({ type: 'fault', fault: { type: 'node-stop', node: 'node-1' } });
    const second = engine.request({ type: 'snapshot' });
    worker.answer('snapshot', { bytes: new Uint8Array([1]) });
    worker.answer('fault', { error: 'no' });
    expect(await first).toEqual({ error: 'no' });
    expect((await second).bytes).toHaveLength(1);
  });

  test('what the clock was told is shown at once, whatever older frames say', async () => {
    const { engine, worker } = await booted();
    void engine.request({ type: 'clock', clock: { type: 'speed', speed: 5 } });
    void engine.request({ type: 'clock', clock: { type: 'pause' } });
    expect(engine.state()).toMatchObject({ speed: 5, playing: false });
    worker.answer('frame', { frame: smallFrame(), clock: { ...CLOCK, now: 3_000 } });
    await settled();
    expect(engine.state()).toMatchObject({ speed: 5, playing: false });
    expect(engine.now()).toBe(3_000);
    worker.answer('clock', { ...CLOCK, speed: 5 });
    await settled();
    expect(engine.state()).toMatchObject({ speed: 5, playing: false });
    worker.answer('clock', { ...CLOCK, speed: 5, playing: false });
    await settled();
    expect(engine.state()).toMatchObject({ speed: 5, playing: false });
  });

  test('a refusal says why', async () => {
    const { engine, worker } = await booted();
    const asked = engine.request({ type: 'explain', namespace: 'default', name: 'x', propose: false });
    const id = worker.sent.find(({ type }) => type === 'explain')?.id ?? -1;
    worker.say({ type: 'refused', id, why: 'not-available', message: 'a mirror has no scheduler' });
    await expect(asked).rejects.toMatchObject({ why: 'not-available', message: 'a mirror has no scheduler' });
  });

  test('before the boot there is nobody to ask', async () => {
    const world = fakeWorld();
    const engine = new Engine(world.open, world.host, () => DEMO);
    await expect(engine.request({ type: 'snapshot' })).rejects.toMatchObject({ why: 'not-booted' });
  });
});

describe('a worker that dies', () => {
  test('is replaced, goes on from the last snapshot, at the same speed', async () => {
    const { world, engine, worker } = await booted();
    const speed = engine.request({ type: 'clock', clock: { type: 'speed', speed: 10 } });
    worker.answer('clock', { ...CLOCK, speed: 10 });
    await speed;
    worker.say({ type: 'saved', now: 1_500, bytes: new Uint8Array([7]) });
    const lost = engine.request({ type: 'snapshot' });
    worker.breakDown('out of memory');
    await expect(lost).rejects.toMatchObject({ why: 'lost' });
    expect(worker.closed).toBe(true);
    const next = lastLife(world);
    expect(next.sent).toMatchObject([{ type: 'boot', boot: { from: 'snapshot', bytes: new Uint8Array([7]) } }]);
    expect(engine.state().phase).toBe('recovering');
    next.answer('boot', { ...CLOCK, playing: false });
    await settled();
    next.answer('clock', { ...CLOCK, playing: false, speed: 10 });
    await settled();
    expect(next.sent.at(-1)).toMatchObject({ type: 'clock', clock: { type: 'play' } });
    expect(engine.state()).toMatchObject({ phase: 'running', recoveries: 1 });
  });

  test('is noticed by its silence', async () => {
    const { world } = await booted();
    world.pass(5_000);
    expect(world.lives).toHaveLength(1);
    world.pass(500);
    await settled();
    expect(world.lives).toHaveLength(2);
  });

  test('is given time to read a long text', async () => {
    const { world, engine } = await booted();
    const lost = engine.request({ type: 'apply', text: 'a'.repeat(1_000_000), namespace: 'default' });
    world.pass(5_000);
    world.pass(500);
    world.pass(29_000);
    await settled();
    expect(world.lives).toHaveLength(1);
    world.pass(1_000);
    await expect(lost).rejects.toMatchObject({ why: 'lost' });
    expect(world.lives).toHaveLength(2);
  });

  test('is not suspected while it answers', async () => {
    const { world, worker } = await booted();
    worker.answer('ping', null);
    await settled();
    world.pass(5_000);
    world.pass(500);
    await settled();
    expect(world.lives).toHaveLength(1);
  });

  test('stays dead when it dies again and again', async () => {
    const { world, engine } = await booted();
    for (let time = 0; time < 4; time++) {
      lastLife(world).breakDown('always');
      await settled();
    }
    expect(world.lives).toHaveLength(4);
    expect(engine.state()).toMatchObject({ phase: 'crashed', crash: { message: 'always' } });
  });

  test('frames of the old one are forgotten', async () => {
    const { engine, worker } = await booted();
    worker.answer('frame', { frame: smallFrame(), clock: CLOCK });
    await settled();
    worker.breakDown('gone');
    expect(engine.frames.latest()).toBeUndefined();
    expect(engine.frames.string(1)).toBe('');
  });
});

test('a broken invariant stops the simulation and keeps its report', async () => {
  const { engine, worker } = await booted();
  worker.say({ type: 'crashed', message: 'assertion', report: 'seed 1' });
  expect(engine.state()).toMatchObject({ phase: 'crashed', crash: { message: 'assertion', report: 'seed 1' } });
});

test('a boot that is refused shows itself', async () => {
  const world = fakeWorld();
  const engine = new Engine(world.open, world.host, () => DEMO);
  const boot = engine.boot({ from: 'snapshot', bytes: new Uint8Array() });
  const worker = lastLife(world);
  worker.say({ type: 'refused', id: worker.sent[0]?.id ?? -1, why: 'failed', message: 'not a snapshot' });
  await expect(boot).rejects.toThrow('not a snapshot');
  expect(engine.state()).toMatchObject({ phase: 'crashed', crash: { message: 'not a snapshot' } });
});
