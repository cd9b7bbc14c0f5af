import { type KubeObject, type ResourceType, keyOf, uidOf } from '../../../api/object.ts';
import type { StatefulSet } from '../../../api/types.gen.ts';
import { type Pace, createPace } from '../../client/pace.ts';
import type { Change } from '../../kernel/component.ts';
import type { LateContext } from '../../kernel/late-component.ts';

/** What the controller remembers of one StatefulSet, by its key. */
export interface StatefulMemory {
  readonly uid: string;
  readonly pace: Pace;
  /** What it wrote and has not seen come back, by resource and key: which version, and until when it is waited for. */
  readonly written: Map<string, { readonly version: number; readonly until: number }>;
}

export type StatefulContext = LateContext<StatefulMemory>;

/** An observation may be lost: afterwards the controller believes its informer again. */
const EXPIRY_MS = 300_000;

export function memoryOf({ memory }: StatefulContext, set: StatefulSet): StatefulMemory {
  const known = memory.get(keyOf(set));
  if (known !== undefined && known.uid === uidOf(set)) return known;
  const fresh: StatefulMemory = { uid: uidOf(set), pace: createPace(), written: new Map() };
  memory.set(keyOf(set), fresh);
  return fresh;
}

export function noteWritten({ written }: StatefulMemory, { resource }: ResourceType, object: KubeObject, now: number): void {
  written.set(`${resource} ${keyOf(object)}`, { version: versionOf(object), until: now + EXPIRY_MS });
}

/** Takes note of what has come back. */
export function observe({ memory }: StatefulContext, resource: string, { type, object }: Change): void {
  for (const { written } of memory.values()) {
    if (written.size === 0) continue;
    const key = `${resource} ${keyOf(object)}`;
    const awaited = written.get(key);
    if (awaited !== undefined && (type === 'DELETED' || versionOf(object) >= awaited.version)) written.delete(key);
  }
}

/** Whether its informer does not show yet what it has written: acting now would do things twice. */
export function isBehind({ written }: StatefulMemory, now: number): boolean {
  for (const [key, { until }] of written) if (until < now) written.delete(key);
  return written.size > 0;
}

function versionOf({ metadata }: KubeObject): number {
  return Number(metadata.resourceVersion ?? 0);
}
