/** What the binder decides upon, and in what words it speaks. */
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../../api/types.gen.ts';

/** Claims, volumes and classes as the binder knows them: what its informers say, and what it has written since. */
export interface Storage {
  volumes(): readonly PersistentVolume[];
  volume(name: string): PersistentVolume | undefined;
  /** By `namespace/name`. */
  claim(key: string): PersistentVolumeClaim | undefined;
  storageClass(name: string): StorageClass | undefined;
  /** The class of claims that name none. */
  defaultClass(): StorageClass | undefined;
  /** Names of the pods that use a claim and have no node yet. */
  podsWaitingFor(claim: PersistentVolumeClaim): readonly string[];
}

/** An Event that is to be recorded. */
export interface Told {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

export function normal(reason: string, message: string): Told {
  return { type: 'Normal', reason, message };
}

export function warning(reason: string, message: string): Told {
  return { type: 'Warning', reason, message };
}
