/** Clients that watch: those that read keep a copy of what they see, and can say whether it is what there is. */
import { Agent, type ClientRequest, type IncomingMessage, request as ask } from 'node:http';
import type { KubeObject } from '../../api/object.ts';
import { ADMINISTRATOR, type Client } from './client.ts';

export interface Watcher {
  readonly path: string;
  /** Objects by namespace and name, as the events tell them. */
  readonly copy: ReadonlyMap<string, KubeObject>;
  /** How often it had to begin anew: the history it wanted was gone, or its connection was given up. */
  readonly relists: number;
  /** What should not have happened. */
  readonly complaints: readonly string[];
  stop(): void;
}

interface ListBody {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly KubeObject[];
}
interface Event {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: KubeObject & { readonly code?: number };
}

const AGENT = new Agent({ keepAlive: false });

/** `pauses`: milliseconds for which it reads and does not read, in turns; 0 for a reader that always reads. */
export async function startWatcher(client: Client, path: string, pauses = 0): Promise<Watcher> {
  const copy = new Map<string, KubeObject>();
  const complaints: string[] = [];
  let relists = 0;
  let stopped = false;
  let request: ClientRequest | undefined;
  const relist = async (): Promise<string> => {
    const { code, text } = await client.send('GET', path, ADMINISTRATOR, '');
    if (code !== 200) throw new Error(`list of ${path}: ${code} ${text.slice(0, 300)}`);
    const list = JSON.parse(text) as ListBody;
    copy.clear();
    for (const item of list.items) copy.set(keyOf(item), item);
    return list.metadata.resourceVersion;
  };
  const take = ({ type, object }: Event): string => {
    const key = keyOf(object);
    const known = copy.has(key);
    if (type === 'ADDED' && known) complaints.push(`${path}: ${key} is added twice`);
    if ((type === 'MODIFIED' || type === 'DELETED') && !known) complaints.push(`${path}: ${key} is ${type} and was never there`);
    if (type === 'DELETED') copy.delete(key);
    else if (type !== 'BOOKMARK') copy.set(key, object);
    return object.metadata.resourceVersion ?? '';
  };
  const follow = (from: string): void => {
    let version = from;
    let isGone = false;
    const again = () => {
      if (stopped) return;
      if (!isGone) return follow(version);
      relists += 1;
      relist().then(follow, (error: unknown) => complaints.push(String(error)));
    };
    const target = `${path}?watch=1&allowWatchBookmarks=1&resourceVersion=${version}`;
    const begun = ask({ host: '127.0.0.1', port: client.port, path: target, headers: ADMINISTRATOR, agent: AGENT });
    request = begun;
    begun.on('error', again);
    begun.on('response', (response: IncomingMessage) => {
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        const lines = (rest + text).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const event = JSON.parse(line) as Event;
          if (event.type !== 'ERROR') version = newer(version, take(event), complaints);
          else if (event.object.code === 410) isGone = true;
          else complaints.push(`${path}: ${line.slice(0, 300)}`);
        }
      });
      response.on('end', again);
      response.on('error', again);
      if (pauses > 0) breathe(response, pauses);
    });
    begun.end();
  };
  follow(await relist());
  return {
    path,
    copy,
    get relists() {
      return relists;
    },
    complaints,
    stop: () => {
      stopped = true;
      request?.destroy();
    },
  };
}

function newer(before: string, after: string, complaints: string[]): string {
  if (Number(after) < Number(before)) complaints.push(`${after} comes after ${before}`);
  return after;
}

function breathe(response: IncomingMessage, milliseconds: number): void {
  const turn = setInterval(() => (response.isPaused() ? response.resume() : response.pause()), milliseconds);
  response.on('close', () => clearInterval(turn));
}

export function keyOf({ metadata: { namespace = '', name = '' } }: KubeObject): string {
  return `${namespace}/${name}`;
}

/** Opens a watch and never reads it; and hangs up after a while, when it is told to. */
export function ignoreWatch({ port }: Client, path: string, hangUpAfterMs?: number): () => void {
  const target = `${path}?watch=1&resourceVersion=0`;
  const request = ask({ host: '127.0.0.1', port, path: target, headers: ADMINISTRATOR, agent: AGENT }, (response) => {
    response.pause();
    response.on('error', () => undefined);
  });
  request.on('error', () => undefined);
  request.end();
  if (hangUpAfterMs !== undefined) setTimeout(() => request.destroy(), hangUpAfterMs).unref();
  return () => request.destroy();
}
