/** What travels between stations: found in the difference of two frames, drawn as dots on their way. */
import type { Frame } from '../../protocol/frame.ts';
import type { FrameStore } from '../engine/frame-store.ts';

/** One dot: from a station to another, by name. `watch`: the API server tells of a change; `request`: somebody asks it. */
export interface Message {
  readonly type: 'request' | 'watch' | 'store';
  readonly from: string;
  readonly to: string;
}

export const API = 'kube-apiserver';
export const ETCD = 'etcd';

/** What was seen of each station in the last frame. */
export interface Seen {
  revision: number;
  readonly lastSync: Map<string, number>;
  readonly lag: Map<string, number>;
}

export function seeNothing(): Seen {
  return { revision: -1, lastSync: new Map(), lag: new Map() };
}

const MOST = 24;

/** A station that has synced has asked; one that has fallen behind is being told. Writes into `seen`. */
export function messagesOf(seen: Seen, frame: Frame, frames: FrameStore): readonly Message[] {
  const messages: Message[] = [];
  const first = seen.revision < 0;
  if (!first && frame.revision > seen.revision) messages.push({ type: 'store', from: API, to: ETCD });
  seen.revision = frame.revision;
  for (let row = 0; row < frame.stationCount; row++) {
    const name = frames.string(frame.stationName[row] ?? 0);
    const lastSync = frame.stationLastSync[row] ?? 0;
    const lag = frame.stationLag[row] ?? 0;
    if (lastSync > (seen.lastSync.get(name) ?? 0) && !first) messages.push({ type: 'request', from: name, to: API });
    if (lag > (seen.lag.get(name) ?? 0) && !first) messages.push({ type: 'watch', from: API, to: name });
    seen.lastSync.set(name, lastSync);
    seen.lag.set(name, lag);
  }
  return messages.slice(0, MOST);
}
