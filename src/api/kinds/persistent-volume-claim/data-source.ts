import type { PersistentVolumeClaimSpec, TypedLocalObjectReference } from '../../types.gen.ts';
import { drop, put } from '../sharing.ts';

/**
 * What a volume is filled from. Old clients say it in `dataSource`, which drops quietly what it never took; newer ones in
 * `dataSourceRef`; a claim has both alike (`pkg/api/persistentvolumeclaim/util.go`).
 */
export function prepareClaim(spec: PersistentVolumeClaimSpec, stored: PersistentVolumeClaimSpec = {}): PersistentVolumeClaimSpec {
  return mirrored(withoutStrange(withoutForeign(spec, stored), stored));
}

/** From another namespace only where a gate (CrossNamespaceVolumeDataSource) is open, which is closed. */
function withoutForeign(spec: PersistentVolumeClaimSpec, stored: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  const isForeign = (spec.dataSourceRef?.namespace ?? '') !== '';
  return isForeign && stored.dataSourceRef === undefined ? drop(spec, 'dataSourceRef') : spec;
}

function withoutStrange(spec: PersistentVolumeClaimSpec, stored: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  if (stored.dataSource !== undefined || stored.dataSourceRef !== undefined || spec.dataSourceRef !== undefined) return spec;
  return isClaimOrSnapshot(spec.dataSource) ? spec : drop(spec, 'dataSource');
}

function isClaimOrSnapshot(source: TypedLocalObjectReference | undefined): boolean {
  const group = source?.apiGroup ?? '';
  return (
    (source?.kind === 'PersistentVolumeClaim' && group === '') || (source?.kind === 'VolumeSnapshot' && group === 'snapshot.storage.k8s.io')
  );
}

/** Not for what comes from another namespace, which only the newer field can say. */
export function mirrored(spec: PersistentVolumeClaimSpec): PersistentVolumeClaimSpec {
  const { dataSource, dataSourceRef } = spec;
  if (dataSource !== undefined && dataSourceRef === undefined) return put(spec, 'dataSourceRef', dataSource);
  if (dataSource !== undefined || dataSourceRef === undefined || (dataSourceRef.namespace ?? '') !== '') return spec;
  return put(spec, 'dataSource', drop(dataSourceRef, 'namespace'));
}
