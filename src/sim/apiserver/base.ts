/** Lays the objects that every cluster is born with under a store: roles, priority classes and the like. */
import { hasBase, layBase } from '../store/store.ts';
import type { Server } from './server.ts';

export function ensureBase({ store, spec, seed, extension }: Server): void {
  const known = hasBase(store) ? undefined : extension();
  if (known !== undefined) layBase(store, known.baseObjects(spec, seed));
}
