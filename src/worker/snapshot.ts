/**
 * Snapshots as bytes, for crash recovery and for keeping. History is left out (the log up to where every watch stands, old causes):
 * what was, is not needed to go on, and would make a snapshot grow with the age of the cluster.
 */
import { deserializeShared, serializeShared } from '../base/serialize.ts';
import type { ClusterState } from '../sim/cluster-state.ts';

const FORMAT = 'kubarium 6';
const CAUSES_KEPT = 2000;

/** Text that is worth a call of the encoder. */
const PIECE = 1 << 16;

/** Writes a snapshot in many short steps, the last of which gives the bytes. The state may not change until then. */
export function* writeSnapshot(state: ClusterState): Generator<void, Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  let text = `${FORMAT}\n`;
  for (const part of serializeShared(withoutHistory(state), isKubeObject)) {
    text += part;
    if (text.length > PIECE) {
      pieces.push(encoder.encode(text));
      text = '';
    }
    yield;
  }
  pieces.push(encoder.encode(text));
  return joined(pieces);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}

/** Throws an Error that says what is wrong with bytes that are no snapshot. */
export function readSnapshot(bytes: Uint8Array): ClusterState {
  const text = new TextDecoder().decode(bytes);
  if (!text.startsWith(`${FORMAT}\n`)) throw new Error('these bytes are not a snapshot of this version');
  return deserializeShared(text.slice(FORMAT.length + 1)) as ClusterState;
}

function withoutHistory(state: ClusterState): ClusterState {
  const { store, causes } = state;
  const needed = oldestPending(state);
  const drop = Math.max(0, causes.records.length - CAUSES_KEPT);
  return {
    ...state,
    store: { ...store, compacted: needed - 1, log: store.log.slice(needed - 1 - store.compacted) },
    causes: { ...causes, first: causes.first + drop, records: causes.records.slice(drop) },
    server: { ...state.server, compactionMark: Math.max(state.server.compactionMark, needed - 1) },
  };
}

/** The oldest revision that a watch has still to be told of, or the next one. */
function oldestPending(state: ClusterState): number {
  let oldest = state.store.revision + 1;
  for (const process of state.processes.values()) {
    for (const { pending } of process.watches.values()) oldest = Math.min(oldest, pending[0] ?? oldest);
  }
  return Math.max(oldest, state.store.compacted + 1);
}

function isKubeObject(item: object): boolean {
  return 'metadata' in item && 'kind' in item && 'apiVersion' in item;
}
