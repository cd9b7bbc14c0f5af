import { describe, expect, test } from 'vitest';
import type { Boot } from '../../protocol/messages.ts';
import { CLOCK, type FakeWorker, type FakeWorld, fakeWorld, settled } from '../testing/fake-link.ts';
import { Engine } from './engine.ts';

const DEMO: Boot = { from: 'demo', seed: 1, startTime: 0 };
const OWN = new Uint8Array([1, 2, 3]);
const ADDRESS = '127.0.0.1:6443';

/** A page whose own workers live in one world, and a server whose connections live in another. */
interface Scene {
  readonly own: FakeWorld;
  readonly server: FakeWorld;
  readonly engine: Engine;
}

function scene(): Scene {
  const own = fakeWorld();
  return { own, server: fakeWorld(), engine: new Engine(own.open, own.host, () => DEMO) };
}

async function running(): Promise<Scene> {
  const all = scene();
  all.engine.boot(DEMO).catch(() => undefined);
  last(all.own).answer('boot', CLOCK);
  await settled();
  return all;
}

/** The page shows the server's cluster, which is at another time. */
async function attached(): Promise<Scene> {
  const all = await running();
  const attaching = all.engine.attach({ address: ADDRESS, open: all.server.open });
  last(all.own).answer('snapshot', { bytes: OWN });
  await settled();
  last(all.server).answer('boot', { ...CLOCK, now: 9_000 });
  await attaching;
  return all;
}

function last(world: FakeWorld): FakeWorker {
  const worker = world.lives.at(-1);
  if (!worker) throw new Error('nothing was opened');
  return worker;
}

/** So many seconds go by, and whatever is due in them happens. */
async function pass(world: FakeWorld, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    world.pass(1_000);
    await settled();
  }
}

describe('a page that shows the cluster of a server', () => {
  test('keeps its own, and asks the server for the cluster that runs there', async () => {
    const { own, server, engine } = await attached();
    expect(engine.state()).toMatchObject({ phase: 'running', server: ADDRESS });
    expect(engine.now()).toBe(9_000);
    expect(own.lives.map(({ closed }) => closed)).toEqual([true]);
    expect(last(server).closed).toBe(false);
    const explanation = engine.request({ type: 'explain', namespace: 'default', name: 'x', propose: false });
    last(server).answer('explain', null);
    expect(await explanation).toBeNull();
  });

  test('asks for the cluster, not for a new one', async () => {
    const { own, server, engine } = await running();
    engine.attach({ address: ADDRESS, open: server.open }).catch(() => undefined);
    last(own).answer('snapshot', { bytes: OWN });
    await settled();
    expect(last(server).sent).toMatchObject([{ type: 'boot', boot: { from: 'server' } }]);
    expect(engine.state()).toMatchObject({ phase: 'starting', server: ADDRESS });
  });

  test('told of the same server twice, it stays where it is', async () => {
    const { server, engine } = await attached();
    await engine.attach({ address: ADDRESS, open: server.open });
    expect(server.lives).toHaveLength(1);
    expect(engine.state().phase).toBe('running');
  });

  test('goes from one server to another without losing its own cluster', async () => {
    const { own, server, engine } = await attached();
    const other = fakeWorld();
    const attaching = engine.attach({ address: '127.0.0.1:7000', open: other.open });
    last(other).answer('boot', CLOCK);
    await attaching;
    expect(last(server).closed).toBe(true);
    expect(engine.state()).toMatchObject({ phase: 'running', server: '127.0.0.1:7000' });
    const detaching = engine.detach();
    last(own).answer('boot', CLOCK);
    await detaching;
    expect(engine.state().server).toBe('');
  });

  test('gets its own cluster back when it is told to', async () => {
    const { own, server, engine } = await attached();
    const detaching = engine.detach();
    expect(last(server).closed).toBe(true);
    expect(own.lives).toHaveLength(2);
    expect(last(own).sent).toMatchObject([{ type: 'boot', boot: { from: 'snapshot', bytes: OWN } }]);
    last(own).answer('boot', CLOCK);
    await detaching;
    expect(engine.state()).toMatchObject({ phase: 'running', server: '' });
    expect(engine.now()).toBe(CLOCK.now);
  });

  test('without a server there is nothing to come back from', async () => {
    const { own, engine } = await running();
    await engine.detach();
    expect(own.lives).toHaveLength(1);
  });

  test('a page that had no cluster yet begins with a fresh one afterwards', async () => {
    const { own, server, engine } = scene();
    const attaching = engine.attach({ address: ADDRESS, open: server.open });
    last(server).answer('boot', CLOCK);
    await attaching;
    engine.detach().catch(() => undefined);
    expect(last(own).sent).toMatchObject([{ type: 'boot', boot: DEMO }]);
  });
});

describe('a server that dies', () => {
  test('and comes back is shown again', async () => {
    const { own, server, engine } = await attached();
    last(server).breakDown('gone');
    expect(engine.state()).toMatchObject({ phase: 'recovering', server: ADDRESS });
    await pass(own, 1);
    last(server).breakDown('still gone');
    await settled();
    await pass(own, 1);
    expect(server.lives).toHaveLength(3);
    last(server).answer('boot', { ...CLOCK, now: 20_000 });
    await settled();
    expect(engine.state()).toMatchObject({ phase: 'running', server: ADDRESS });
    expect(engine.now()).toBe(20_000);
    expect(own.lives).toHaveLength(1);
  });

  test('for good gives the page its own cluster back', async () => {
    const { own, server, engine } = await attached();
    last(server).breakDown('gone');
    for (let calls = 0; calls < 4; calls += 1) {
      await pass(own, 1);
      if (own.lives.length > 1) break;
      last(server).breakDown('still gone');
      await settled();
    }
    await pass(own, 1);
    expect(server.lives).toHaveLength(5);
    expect(last(own).sent).toMatchObject([{ type: 'boot', boot: { from: 'snapshot', bytes: OWN } }]);
    last(own).answer('boot', CLOCK);
    await settled();
    expect(engine.state()).toMatchObject({ phase: 'running', server: '' });
  });

  test('again and again, with good times in between, is called as often each time', async () => {
    const { own, server, engine } = await attached();
    for (let deaths = 0; deaths < 6; deaths += 1) {
      last(server).breakDown('gone');
      await pass(own, 1);
      last(server).answer('boot', CLOCK);
      await settled();
      expect(engine.state().phase).toBe('running');
    }
    expect(own.lives).toHaveLength(1);
  });

  test('in silence is noticed', async () => {
    const { own, server, engine } = await attached();
    own.pass(5_000);
    own.pass(500);
    await settled();
    expect(engine.state()).toMatchObject({ phase: 'recovering', server: ADDRESS });
    await pass(own, 1);
    expect(server.lives).toHaveLength(2);
  });

  test('while the page is told to leave it is not called again', async () => {
    const { own, server, engine } = await attached();
    last(server).breakDown('gone');
    engine.detach().catch(() => undefined);
    await pass(own, 3);
    expect(server.lives).toHaveLength(1);
    expect(last(own).sent).toMatchObject([{ type: 'boot', boot: { from: 'snapshot', bytes: OWN } }]);
  });
});

describe('a server that was never there', () => {
  test('is called a few times, and then the page goes on with its own cluster', async () => {
    const { own, server, engine } = await running();
    const attaching = engine.attach({ address: ADDRESS, open: server.open }).then(
      () => 'attached',
      () => 'failed',
    );
    last(own).answer('snapshot', { bytes: OWN });
    await settled();
    for (let calls = 0; calls < 5; calls += 1) {
      last(server).breakDown('nobody is there');
      await settled();
      expect(engine.state().server).toBe(calls < 5 ? ADDRESS : '');
      await pass(own, 1);
    }
    expect(await attaching).toBe('failed');
    expect(server.lives).toHaveLength(5);
    expect(last(own).sent).toMatchObject([{ type: 'boot', boot: { from: 'snapshot', bytes: OWN } }]);
    last(own).answer('boot', CLOCK);
    await settled();
    expect(engine.state()).toMatchObject({ phase: 'running', server: '', crash: undefined });
  });

  test('a cluster of its own that is not yet up is not waited for', async () => {
    const { own, server, engine } = scene();
    engine.boot(DEMO).catch(() => undefined);
    engine.attach({ address: ADDRESS, open: server.open }).catch(() => undefined);
    await settled();
    expect(last(own).closed).toBe(true);
    last(server).answer('boot', CLOCK);
    await settled();
    expect(engine.state()).toMatchObject({ phase: 'running', server: ADDRESS });
  });

  test('an own cluster that dies while it is being kept does not keep the page from the server', async () => {
    const { own, server, engine } = await running();
    engine.attach({ address: ADDRESS, open: server.open }).catch(() => undefined);
    last(own).breakDown('out of memory');
    await settled();
    last(server).answer('boot', CLOCK);
    await settled();
    expect(engine.state()).toMatchObject({ phase: 'running', server: ADDRESS });
  });
});
