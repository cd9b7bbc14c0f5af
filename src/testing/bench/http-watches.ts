/** A hundred watches of three thousand pods that are replaced by a rolling update: how far behind is the slowest of them? */
import { Agent, request as ask } from 'node:http';
import type { JsonValue } from '../../api/scalars.ts';
import { type BenchServer, type Send, sender } from './http-client.ts';

const WATCHES = 100;
const PODS = 3_000;
const ROLL_OUT_MS = 20_000;
/** A mark is written so often; each watch tells when it has seen it. */
const MARK_EVERY_MS = 100;
const PATH = '/api/v1/namespaces/default/pods';
const DEPLOYMENT = '/apis/apps/v1/namespaces/default/deployments';

export interface Lag {
  /** From the answer to a write until the last of the watches has it; of the slowest write. */
  readonly slowestMs: number;
  readonly eventsPerSecond: number;
  readonly megabytesPerSecond: number;
  /** How long this machine takes at worst to answer the least of all questions meanwhile. */
  readonly yardstickMs: number;
}

export async function watchRollOut(server: BenchServer, speed: number): Promise<Lag> {
  const agent = new Agent({ keepAlive: true });
  const send = sender(server.port, agent);
  server.order({ type: 'speed', speed: 100 });
  await send('POST', DEPLOYMENT, deployment('nginx:1.28'));
  await allReady(server.port);
  server.order({ type: 'speed', speed });
  await send('POST', PATH, markPod);
  const marks = createMarks();
  const version = await versionOf(server.port);
  const watches = Array.from({ length: WATCHES }, () => watch(server.port, version, marks.seen));
  await Promise.all(watches.map(({ began }) => began));
  const before = watches.reduce((sum, { counted }) => sum + counted().bytes, 0);
  const eventsBefore = watches.reduce((sum, { counted }) => sum + counted().events, 0);
  await send('PUT', `${DEPLOYMENT}/web`, deployment('nginx:1.29'));
  const started = performance.now();
  let yardstickMs = 0;
  for (let mark = 1; performance.now() - started < ROLL_OUT_MS; mark += 1) {
    const asked = performance.now();
    await send('GET', '/version');
    yardstickMs = Math.max(yardstickMs, performance.now() - asked);
    await sendMark(send, String(mark));
    marks.written(String(mark));
    await pause(MARK_EVERY_MS);
  }
  const seconds = (performance.now() - started) / 1000;
  const bytes = watches.reduce((sum, { counted }) => sum + counted().bytes, 0) - before;
  const events = watches.reduce((sum, { counted }) => sum + counted().events, 0) - eventsBefore;
  await marks.allSeen();
  for (const { end } of watches) end();
  agent.destroy();
  server.end();
  return { slowestMs: marks.slowest(), eventsPerSecond: events / seconds, megabytesPerSecond: bytes / seconds / (1 << 20), yardstickMs };
}

function createMarks() {
  const written = new Map<string, number>();
  const seen = new Map<string, number>();
  const last = new Map<string, number>();
  return {
    written: (mark: string) => written.set(mark, performance.now()),
    seen: (mark: string) => {
      seen.set(mark, (seen.get(mark) ?? 0) + 1);
      last.set(mark, performance.now());
    },
    /** Waits until the last mark has come everywhere. */
    allSeen: async () => {
      const [newest = ''] = [...written.keys()].slice(-1);
      for (let tries = 0; tries < 600 && (seen.get(newest) ?? 0) < WATCHES; tries += 1) await pause(50);
      if ((seen.get(newest) ?? 0) < WATCHES) throw new Error(`mark ${newest} has come to ${seen.get(newest) ?? 0} of ${WATCHES} watches`);
    },
    slowest: () => Math.max(...Array.from(written, ([mark, at]) => (last.get(mark) ?? 0) - at)),
  };
}

const MARK = 'bench/mark';
const NEEDLE = `"${MARK}":"<`;
/** A mark is no longer than this. */
const MARK_BYTES = 40;

function sendMark(send: Send, mark: string): Promise<number> {
  return send('PATCH', `${PATH}/mark`, { metadata: { annotations: { [MARK]: `<${mark}>` } } });
}

const markPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'mark' },
  spec: { nodeName: 'node-1', containers: [{ name: 'app', image: 'nginx:1.29' }] },
};

function watch(port: number, version: string, seen: (mark: string) => void) {
  const counted = { events: 0, bytes: 0 };
  let end = () => {};
  const began = new Promise<void>((resolve, reject) => {
    const request = ask({ host: '127.0.0.1', port, path: `${PATH}?watch=1&resourceVersion=${version}`, agent: false }, (response) => {
      resolve();
      let lastMark = '';
      let tail = Buffer.alloc(0);
      const look = (bytes: Buffer) => {
        for (let at = bytes.indexOf(NEEDLE); at >= 0; at = bytes.indexOf(NEEDLE, at + 1)) {
          const [, mark = ''] = /<(\d+)>/.exec(bytes.toString('latin1', at, at + MARK_BYTES)) ?? [];
          if (mark !== '' && mark !== lastMark) seen((lastMark = mark));
        }
      };
      response.on('data', (chunk: Buffer) => {
        counted.bytes += chunk.length;
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) counted.events += 1;
        look(Buffer.concat([tail, chunk.subarray(0, MARK_BYTES)]));
        look(chunk);
        tail = Buffer.from(chunk.subarray(-MARK_BYTES));
      });
      response.on('error', () => undefined);
    });
    request.on('error', reject);
    request.end();
    end = () => request.destroy();
  });
  return { began, counted: () => counted, end: () => end() };
}

async function allReady(port: number): Promise<void> {
  for (let tries = 0; tries < 1200; tries += 1) {
    const response = await fetch(`http://127.0.0.1:${port}${DEPLOYMENT}/web`);
    const { status } = (await response.json()) as { readonly status?: { readonly readyReplicas?: number } };
    if (status?.readyReplicas === PODS) return;
    await pause(200);
  }
  throw new Error('the pods do not become ready');
}

async function versionOf(port: number): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${PATH}?limit=1`);
  const { metadata } = (await response.json()) as { readonly metadata: { readonly resourceVersion: string } };
  return metadata.resourceVersion;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function deployment(image: string): JsonValue {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: PODS,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'app', image, resources: { requests: { cpu: '10m', memory: '16Mi' } } }] },
      },
    },
  };
}
