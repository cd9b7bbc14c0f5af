/**
 * npm run survival: a server in a process of its own, and clients that do it no good, from a pinned seed. Afterwards nothing may be
 * lost, every watcher must have seen exactly what happened, and nothing of all those clients may be left in the server.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createPrng } from '../../base/prng.ts';
import { type Living, hostileRequest } from '../http/hostile.ts';
import { readCommitted, readPins } from '../http/pin.ts';
import type { KubeObject } from '../../api/object.ts';
import { type Client, createClient } from './client.ts';
import { LEDGER, createLedger } from './ledger.ts';
import type { FromServer, Measured, ToServer } from './messages.ts';
import { RUDE, halfABody, neverRead, say, sendHuge } from './rude.ts';
import { serve } from './serve.ts';
import { type Watcher, ignoreWatch, keyOf, startWatcher } from './watchers.ts';

const SEED = 1;
const WARM_UP = 2_000;
const CONNECTIONS = 32;
/** One of so many requests is the ledger's. */
const HONEST = 10;
const HUGE_MEGABYTES = 100;
const MB = 1 << 20;
/** What may be left over: compiled code, and memories of a bounded size (parsed quantities, times, references and the like). */
const SLACK = 16 * MB;
/** Garbage of bodies that are thrown away, until it is collected. */
const PEAK_SLACK = 96 * MB;

const ALL = ['pods', 'configmaps', 'services', 'secrets', 'events', 'nodes', 'namespaces', 'serviceaccounts', 'persistentvolumeclaims'];
const PATHS = [
  ...ALL.map((name) => `/api/v1/${name}`),
  ...['deployments', 'replicasets', 'daemonsets', 'statefulsets'].map((name) => `/apis/apps/v1/${name}`),
  ...['jobs', 'cronjobs'].map((name) => `/apis/batch/v1/${name}`),
  '/apis/coordination.k8s.io/v1/leases',
  '/apis/networking.k8s.io/v1/ingresses',
  '/apis/rbac.authorization.k8s.io/v1/roles',
  '/apis/policy/v1/poddisruptionbudgets',
];
const READERS = 100;
const SLOW = 20;
const DEAF = 40;
const FLEETING = 40;

async function main(requests: number): Promise<void> {
  const { child, port } = await startServer();
  const order = orders(child);
  const failures: string[] = [];
  const check = (what: string, holds: boolean, detail: string) => {
    console.log(`${holds ? 'ok  ' : 'FAIL'} ${what}${detail === '' ? '' : `: ${detail}`}`);
    if (!holds) failures.push(what);
  };
  const client = createClient(port, CONNECTIONS);

  // Once through everything, so that what is compiled and loaded when first used is there.
  await makeNamespaces(client);
  await torment(client, [], WARM_UP, SEED + 1, undefined);
  await rudeness(client, () => undefined);
  await order({ type: 'replace' });
  client.close();
  await drained(order);
  const before = await order({ type: 'measure', explains: false });

  await makeNamespaces(client);
  const began = performance.now();
  const watchers = await startWatchers(client);
  const ledger = createLedger(client, SEED);
  const hangUps = [
    ...Array.from({ length: DEAF }, (_, index) => ignoreWatch(client, pathAt(index))),
    ...Array.from({ length: FLEETING }, (_, index) => ignoreWatch(client, pathAt(index), 100 * (index + 1))),
  ];
  const counted = await torment(client, watchers, requests, SEED, ledger.turn);
  const seconds = (performance.now() - began) / 1000;
  const { cpuMs } = await order({ type: 'measure', explains: false });
  check(
    `${requests} requests`,
    counted.lost === 0,
    `${seconds.toFixed(1)} s, ${((cpuMs - before.cpuMs) / 1000).toFixed(1)} s of the server's processor; ${counted.told}; ${counted.lost} without an answer`,
  );
  await rudeness(client, (name, isRight, heard) => check(name, isRight, heard));
  await huge(order, port, check);

  await order({ type: 'pause' });
  check('no object lost', ...told(await ledger.audit()));
  check('every watcher saw what happened', ...told(await judged(client, watchers)));
  const slow = watchers.slice(READERS).reduce((sum, { relists }) => sum + relists, 0);
  console.log(`     watchers that began anew: ${watchers.reduce((sum, { relists }) => sum + relists, 0)}, ${slow} of them slow`);
  for (const watcher of watchers) watcher.stop();
  for (const hangUp of hangUps) hangUp();
  await gauges(client, check);
  client.close();
  await drained(order);
  const after = await order({ type: 'measure', explains: true });
  await order({ type: 'replace' });
  const fresh = await order({ type: 'measure', explains: false });
  check('no socket is left', after.sockets === 0, `${after.sockets}`);
  check('no timer is left', after.timers <= before.timers, `${after.timers}, ${before.timers} before`);
  const rest = after.heap - before.heap - after.state;
  check('the state explains the heap', rest < SLACK, `${mb(after.heap - before.heap)} more, ${mb(after.state)} of it state`);
  check('another cluster is as light as the first', fresh.heap - before.heap < SLACK, `${mb(fresh.heap - before.heap)} more`);
  check('every assertion held', ...told(fresh.failures));
  child.disconnect();
  if (failures.length > 0) throw new Error(`the server did not survive: ${failures.join(', ')}`);
}

function mb(bytes: number): string {
  return `${(bytes / MB).toFixed(1)} MB`;
}

function told(complaints: readonly string[]): [boolean, string] {
  return [complaints.length === 0, complaints.slice(0, 10).join('\n     ')];
}

function startServer(): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = fork(process.argv[1] ?? '', ['serve']);
  return new Promise((resolve, reject) => {
    child.once('message', (message: FromServer) => {
      if (message.type === 'listening') resolve({ child, port: message.port });
    });
    child.once('exit', (code) => reject(new Error(`the server has ended with ${code}`)));
  });
}

type Order = (order: ToServer) => Promise<Measured>;

function orders(child: ChildProcess): Order {
  child.on('exit', (code) => {
    if (code !== 0) throw new Error(`the server has ended with ${code}`);
  });
  return (order) =>
    new Promise((resolve) => {
      child.once('message', (message: FromServer) => {
        if (message.type === 'done') resolve(message.measured);
      });
      child.send(order);
    });
}

/** The server has noticed that everybody is gone. */
async function drained(order: Order): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await order({ type: 'measure', explains: false })).sockets === 0) return;
    await pause(20);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function makeNamespaces(client: Client): Promise<void> {
  for (const name of ['one', 'two', LEDGER])
    await client.json('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}

function pathAt(index: number): string {
  return PATHS[index % PATHS.length] ?? '/api/v1/pods';
}

function startWatchers(client: Client): Promise<readonly Watcher[]> {
  const all = Array.from({ length: READERS + SLOW }, (_, index) => startWatcher(client, pathAt(index), index < READERS ? 0 : 100 + index));
  return Promise.all(all);
}

const STEPS = Object.keys(readPins())
  .flatMap((id) => readCommitted(id).steps)
  .filter(({ path, rawRepeat }) => path !== undefined && rawRepeat === undefined);

/** Sends so many requests, several at a time, and counts what comes back. */
async function torment(client: Client, watchers: readonly Watcher[], requests: number, seed: number, honest?: () => Promise<void>) {
  const random = createPrng(seed, 'hostile');
  const living = livingIn(watchers);
  const classes = new Map<number, number>();
  let lost = 0;
  const quota = { left: requests };
  const one = async (): Promise<void> => {
    const { method, path, query, headers, body } = hostileRequest(random, STEPS, living);
    const target = query.length === 0 ? path : `${path}?${new URLSearchParams(query.map(([name, value]) => [name, value])).toString()}`;
    const { code } = await client.send(known(method), wired(target), headers, body);
    if (code === 0) console.log(`     no answer: ${method} ${target}`);
    if (code === 0) lost += 1;
    classes.set(code, (classes.get(code) ?? 0) + 1);
  };
  // The ledger's turns come one after another: each knows what was promised before.
  const book = async (): Promise<void> => {
    if (honest === undefined) return;
    while (quota.left > 0) {
      quota.left -= 1;
      await honest();
      // Some requests take a whole namespace away; the others shall find one.
      if (quota.left % 20 === 0) await makeNamespaces(client);
      for (let others = 0; others < HONEST && quota.left > 0; others += 1) await pause(0);
    }
  };
  const worker = async (): Promise<void> => {
    while (quota.left > 0) {
      quota.left -= 1;
      await one();
    }
  };
  await Promise.all([...Array.from({ length: CONNECTIONS - 1 }, worker), book()]);
  const sorted = [...classes].toSorted(([, a], [, b]) => b - a).map(([code, count]) => `${count}×${code}`);
  return { lost, told: sorted.join(' ') };
}

/** Node's own client sends no others; the bare sockets do. */
function known(method: string): string {
  return method === 'FOO' ? 'PROPFIND' : method;
}

/** As bytes: halves of characters become what UTF-8 has for them. */
function wired(target: string): string {
  const rooted = target.startsWith('/') ? target : `/${target}`;
  return /[^\u0021-\u007e]/.test(rooted) ? encodeURI(Buffer.from(rooted).toString()) : rooted;
}

/** Names of what there is, as the first watcher of each kind has it. */
function livingIn(watchers: readonly Watcher[]): Living {
  const copies = new Map<string, ReadonlyMap<string, KubeObject>>();
  for (const { path, copy } of watchers.slice(0, PATHS.length)) copies.set(path.split('/').at(-1) ?? '', copy);
  return (resource, namespace) => {
    const names: string[] = [];
    for (const key of copies.get(resource)?.keys() ?? [])
      if (namespace === '' || key.startsWith(`${namespace}/`)) names.push(key.split('/').at(-1) ?? '');
    return names;
  };
}

/** All of them at once, while others hold connections that lead nowhere. */
async function rudeness(client: Client, tell: (name: string, isRight: boolean, heard: string) => void): Promise<void> {
  const { port } = client;
  const hangUps = [
    ...Array.from({ length: 8 }, () => neverRead(port, '/api/v1/events', 40)),
    ...Array.from({ length: 20 }, () => halfABody(port)),
  ];
  const heard = await Promise.all(RUDE.map(([, text]) => say(port, text)));
  for (const [index, [name, , wanted]] of RUDE.entries()) tell(name, wanted.test(heard[index] ?? ''), heard[index] ?? '');
  for (const hangUp of hangUps) hangUp();
}

type Check = (what: string, holds: boolean, detail: string) => void;

async function huge(order: Order, port: number, check: Check): Promise<void> {
  const before = await order({ type: 'measure', explains: false });
  await order({ type: 'sample' });
  const heard = await Promise.all([false, true, false, true].map((isChunked) => sendHuge(port, HUGE_MEGABYTES, isChunked)));
  const { peak } = await order({ type: 'measure', explains: false });
  const isRefused = heard.every((line) => line.startsWith('HTTP/1.1 413 '));
  check(`four bodies of ${HUGE_MEGABYTES} MB are too large`, isRefused, heard.join(', '));
  check('and are not kept', peak - before.heap < PEAK_SLACK, `${mb(peak - before.heap)} at most`);
}

/** Compares each copy with a list, once the watchers have heard the last of it. */
async function judged(client: Client, watchers: readonly Watcher[]): Promise<readonly string[]> {
  const lists = new Map<string, string>();
  for (const path of PATHS) lists.set(path, versions(((await client.json('GET', path)).body as unknown as { items: KubeObject[] }).items));
  const differing = () => watchers.filter(({ path, copy }) => versions(copy.values()) !== lists.get(path));
  for (let tries = 0; tries < 200 && differing().length > 0; tries += 1) await pause(50);
  const wrong = differing().map(({ path, copy }) => `${path}: ${copy.size} objects that differ from the list`);
  return [...wrong, ...watchers.flatMap(({ complaints }) => complaints)];
}

function versions(objects: Iterable<KubeObject>): string {
  return Array.from(objects, (object) => `${keyOf(object)}@${object.metadata.resourceVersion}`)
    .toSorted()
    .join();
}

const GAUGES = ['apiserver_registered_watchers', 'kubarium_unsent_bytes', 'kubarium_body_bytes', 'kubarium_pages'];

async function gauges(client: Client, check: Check): Promise<void> {
  let lines: string[] = [];
  for (let tries = 0; tries < 200; tries += 1) {
    const { text } = await client.send('GET', '/metrics', {}, '');
    lines = text.split('\n').filter((line) => GAUGES.some((name) => line.startsWith(`${name} `)));
    // The request that asks is in flight itself.
    if (text.includes('\napiserver_current_inflight_requests 1\n') && lines.every((line) => line.endsWith(' 0'))) break;
    await pause(20);
  }
  check('the gauges are back', lines.length === GAUGES.length && lines.every((line) => line.endsWith(' 0')), lines.join(', '));
}

if (process.argv[2] === 'serve') await serve();
else await main(Number(process.argv[2] ?? 50_000));
