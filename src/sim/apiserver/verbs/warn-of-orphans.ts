import type { DeleteOptions } from '../../../api/types.gen.ts';
import type { RequestScope } from '../server.ts';

const TEXT =
  'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning';

/** Jobs alone keep the old default, and say so (pkg/registry/batch/job/storage). */
export function warnOfOrphans({ kind, warnings }: RequestScope, { propagationPolicy, orphanDependents }: DeleteOptions = {}): void {
  const isDefault = propagationPolicy === undefined && orphanDependents === undefined;
  if (isDefault && kind.type.group === 'batch' && kind.defaultPropagation === 'Orphan') warnings?.push(TEXT);
}
