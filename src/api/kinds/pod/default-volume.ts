import type { DownwardAPIVolumeFile, Volume, VolumeProjection } from '../../types.gen.ts';
import { alter, fill, fillAbsent, mapShared, memoised } from '../sharing.ts';
import { defaultFieldRef } from './default-container.ts';
import { defaultPullPolicy } from './image.ts';

/** 0644: what secrets, config maps and the like are readable by. */
const FILE_MODE = 420;
const TOKEN_LIFETIME_SECONDS = 3600;

/** A volume without a source is an empty directory. */
export const defaultVolume: (volume: Volume) => Volume = memoised((volume) => {
  const source = Object.keys(volume).find((key) => key !== 'name') as keyof typeof SOURCES | undefined;
  if (source === undefined) return { ...volume, emptyDir: {} };
  return SOURCES[source]?.(volume) ?? volume;
});

const SOURCES: { readonly [source: string]: (volume: Volume) => Volume } = {
  secret: (volume) => alter(volume, 'secret', (secret) => fill(secret, { defaultMode: FILE_MODE })),
  configMap: (volume) => alter(volume, 'configMap', (map) => fill(map, { defaultMode: FILE_MODE })),
  downwardAPI: (volume) =>
    alter(volume, 'downwardAPI', (downward) => alter(fill(downward, { defaultMode: FILE_MODE }), 'items', defaultItems)),
  projected: (volume) =>
    alter(volume, 'projected', (projected) =>
      alter(fill(projected, { defaultMode: FILE_MODE }), 'sources', (sources) => mapShared(sources, defaultProjection)),
    ),
  hostPath: (volume) => alter(volume, 'hostPath', (host) => (host.type === undefined ? { ...host, type: '' as const } : host)),
  image: (volume) => alter(volume, 'image', (image) => fill(image, { pullPolicy: defaultPullPolicy(image.reference ?? '') })),
  ephemeral: (volume) =>
    alter(volume, 'ephemeral', (ephemeral) =>
      alter(ephemeral, 'volumeClaimTemplate', (template) =>
        alter(fill(template, { metadata: {} }), 'spec', (spec) => fillAbsent(spec, { volumeMode: 'Filesystem', resources: {} })),
      ),
    ),
  iscsi: (volume) => alter(volume, 'iscsi', (iscsi) => fill(iscsi, { iscsiInterface: 'default' })),
  rbd: (volume) => alter(volume, 'rbd', (rbd) => fill(rbd, { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' })),
  azureDisk: (volume) =>
    alter(volume, 'azureDisk', (disk) => fillAbsent(disk, { cachingMode: 'ReadWrite', fsType: 'ext4', kind: 'Shared', readOnly: false })),
  scaleIO: (volume) => alter(volume, 'scaleIO', (scaleIO) => fill(scaleIO, { storageMode: 'ThinProvisioned', fsType: 'xfs' })),
};

function defaultProjection(projection: VolumeProjection): VolumeProjection {
  const token = alter(projection, 'serviceAccountToken', (source) => fill(source, { expirationSeconds: TOKEN_LIFETIME_SECONDS }));
  return alter(token, 'downwardAPI', (downward) => alter(downward, 'items', defaultItems));
}

function defaultItems(items: readonly DownwardAPIVolumeFile[]): readonly DownwardAPIVolumeFile[] {
  return mapShared(items, (item) =>
    alter(alter(item, 'fieldRef', defaultFieldRef), 'resourceFieldRef', (ref) => fill(ref, { divisor: '0' })),
  );
}
