/**
 * How a terminal on the same machine does what is past the API: one line of JSON asks, one answers, over a socket in the file system,
 * which is its owner's alone. It is there while the API server that is simulated is stopped, too.
 */
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { type Socket, createServer } from 'node:net';
import { join } from 'node:path';
import type { Answers, SimulationRequest } from '../protocol/messages.ts';
import { controlPlane, fault } from '../worker/faults.ts';
import type { Home } from './home.ts';
import { CACHE_FOLDER } from './run-file.ts';

export type ControlRequest = Extract<SimulationRequest, { readonly type: 'fault' | 'control-plane' }>;
export type ControlAnswer = Answers['fault'] | Answers['control-plane'];

export interface Control {
  readonly path: string;
  close(): void;
}

/** A request is no longer than this. */
const MOST_TEXT = 1 << 16;

export function listenForControl(home: Home, folder = CACHE_FOLDER): Promise<Control> {
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\kubarium-${process.pid}` : join(folder, `control-${process.pid}.sock`);
  const server = createServer((socket) => attend(socket, home));
  mkdirSync(folder, { recursive: true });
  const close = () => {
    server.close();
    if (process.platform !== 'win32') rmSync(path, { force: true });
  };
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => {
      if (process.platform !== 'win32') chmodSync(path, 0o600);
      resolve({ path, close });
    });
  });
}

function attend(socket: Socket, home: Home): void {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  socket.on('data', (piece: string) => {
    text += piece;
    if (text.length > MOST_TEXT) return void socket.destroy();
    if (text.includes('\n')) void answer(home, text).then((said) => socket.end(`${JSON.stringify(said)}\n`));
  });
}

async function answer({ live }: Home, text: string): Promise<ControlAnswer> {
  try {
    const request = JSON.parse(text) as ControlRequest;
    if (request.type === 'control-plane') return controlPlane(live.cluster);
    const done = await fault(live.cluster, request.fault);
    live.changed();
    return done;
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
