/** What the attach/detach controller remembers, by `node/<name>` and `volume/<name>`. Times in milliseconds since the epoch. */
import type { LateContext } from '../../kernel/late-component.ts';

export interface Remembered {
  /** Of a node: since when it has been waiting for an attachment to be made, by its name. */
  readonly asked: Map<string, number>;
  /** Of a node: since when nobody there has wanted what is attached, by the attachment's name. */
  readonly unwanted: Map<string, number>;
  /** Of a node: what was refused last and is tried again later, by the volume's name. */
  readonly refused: Map<string, { readonly ms: number; readonly until: number }>;
  /** Of a node: volumes whose pods were told that somebody else has them. */
  readonly told: Set<string>;
  /** Of a node: what it said to have mounted before it went. */
  inUse: readonly string[];
  /** Of a volume: nodes that it is attached to, or is about to be. */
  readonly nodes: Set<string>;
  /** Of a volume: nodes that wait until it is free. */
  readonly waiting: Set<string>;
}

export type AttachContext = LateContext<Remembered>;

export function nodeMemory(context: AttachContext, node: string): Remembered {
  return memoryOf(context, `node/${node}`);
}

export function volumeMemory(context: AttachContext, volume: string): Remembered {
  return memoryOf(context, `volume/${volume}`);
}

/** What is known of a node that was concerned before. */
export function knownNode({ memory }: AttachContext, node: string): Remembered | undefined {
  return memory.get(`node/${node}`);
}

function memoryOf({ memory }: AttachContext, key: string): Remembered {
  const known = memory.get(key);
  if (known !== undefined) return known;
  const fresh: Remembered = {
    asked: new Map(),
    unwanted: new Map(),
    refused: new Map(),
    told: new Set(),
    inUse: [],
    nodes: new Set(),
    waiting: new Set(),
  };
  memory.set(key, fresh);
  return fresh;
}
