import type { ObjectMeta, PersistentVolumeClaimSpec } from '../../api/types.gen.ts';
import { field, optional } from './text.ts';

/** The class that an annotation of old or the spec names. */
export function classOf({
  metadata,
  spec,
}: {
  readonly metadata?: ObjectMeta;
  readonly spec?: { readonly storageClassName?: string };
}): string {
  return metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName ?? '';
}

/** What a claim holds; templates tell it as well. */
export function contentLines(spec: PersistentVolumeClaimSpec | undefined, indent = ''): string {
  const source = spec?.dataSource;
  const lines =
    source === undefined
      ? ''
      : `${indent}DataSource:\n${optional(`${indent}  APIGroup`, source.apiGroup)}${field(`${indent}  Kind`, source.kind)}${field(`${indent}  Name`, source.name)}`;
  return optional(`${indent}VolumeMode`, spec?.volumeMode) + lines;
}
