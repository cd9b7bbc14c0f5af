import type { Volume, VolumeProjection } from '../../api/types.gen.ts';
import { field } from './text.ts';

export function volumeLines(volumes: readonly Volume[] | undefined, indent: string): string {
  if (volumes === undefined || volumes.length === 0) return `${indent}Volumes:\t<none>\n`;
  const blocks = volumes.map((volume) => `  ${indent === '' ? '' : ' '}${volume.name}:\n${sourceLines(volume)}`);
  return `${indent}Volumes:\n${blocks.join('')}`;
}

function sourceLines(volume: Volume): string {
  const { emptyDir, hostPath, secret, configMap, persistentVolumeClaim: claim, projected, nfs, downwardAPI } = volume;
  const type = (text: string) => field('    Type', text);
  const rows = (entries: readonly (readonly [string, string | boolean | undefined])[]) =>
    entries.map(([name, value]) => field(`    ${name}`, String(value ?? ''))).join('');
  if (emptyDir !== undefined)
    return (
      type("EmptyDir (a temporary directory that shares a pod's lifetime)") +
      rows([
        ['Medium', emptyDir.medium],
        ['SizeLimit', emptyDir.sizeLimit ?? '<unset>'],
      ])
    );
  if (hostPath !== undefined)
    return (
      type('HostPath (bare host directory volume)') +
      rows([
        ['Path', hostPath.path],
        ['HostPathType', hostPath.type],
      ])
    );
  if (secret !== undefined)
    return (
      type('Secret (a volume populated by a Secret)') +
      rows([
        ['SecretName', secret.secretName],
        ['Optional', secret.optional === true],
      ])
    );
  if (configMap !== undefined)
    return (
      type('ConfigMap (a volume populated by a ConfigMap)') +
      rows([
        ['Name', configMap.name],
        ['Optional', configMap.optional === true],
      ])
    );
  if (claim !== undefined)
    return (
      type('PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)') +
      rows([
        ['ClaimName', claim.claimName],
        ['ReadOnly', claim.readOnly === true],
      ])
    );
  if (projected !== undefined)
    return (
      type('Projected (a volume that contains injected data from multiple sources)') +
      (projected.sources ?? []).map(projectionLines).join('')
    );
  if (nfs !== undefined)
    return (
      type('NFS (an NFS mount that lasts the lifetime of a pod)') +
      rows([
        ['Server', nfs.server],
        ['Path', nfs.path],
        ['ReadOnly', nfs.readOnly === true],
      ])
    );
  if (downwardAPI !== undefined) return type('DownwardAPI (a volume populated by information about the pod)') + '    Items:\n';
  return '  <unknown>\n';
}

function projectionLines({ serviceAccountToken, configMap, secret, downwardAPI }: VolumeProjection): string {
  if (serviceAccountToken !== undefined) return field('    TokenExpirationSeconds', serviceAccountToken.expirationSeconds ?? 3600);
  if (configMap !== undefined) return field('    ConfigMapName', configMap.name ?? '') + field('    Optional', configMap.optional === true);
  if (secret !== undefined) return field('    SecretName', secret.name ?? '') + field('    Optional', secret.optional === true);
  return downwardAPI === undefined ? '' : field('    DownwardAPI', true);
}
