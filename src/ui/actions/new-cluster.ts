import { messageOf } from '../../base/message-of.ts';
import type { Engine } from '../engine/engine.ts';
import { toast } from '../state/notices.ts';
import { select } from '../state/selection.ts';

/** Throws the running cluster away and starts another. The editor's texts stay. */
export function newCluster(engine: Engine, from: 'demo' | 'empty'): void {
  select(undefined);
  engine.boot(freshBoot(from)).catch((error: unknown) => toast('bad', messageOf(error)));
}

/** A cluster that starts now, in whole seconds, and is like no other. */
export function freshBoot(from: 'demo' | 'empty') {
  const startTime = Math.floor(Date.now() / 1000) * 1000;
  return { from, seed: startTime % 2 ** 31, startTime };
}
