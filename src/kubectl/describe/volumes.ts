import { quantityValue } from '../../api/quantity.ts';
import type {
  CSIPersistentVolumeSource,
  CSIVolumeSource,
  DownwardAPIVolumeSource,
  EmptyDirVolumeSource,
  EphemeralVolumeSource,
  PersistentVolumeSpec,
  ProjectedVolumeSource,
  Volume,
  VolumeProjection,
} from '../../api/types.gen.ts';
import { classOf, contentLines } from './claims.ts';
import { annotationTexts, field, sorted } from './text.ts';
import { formLines } from './volume-sources.ts';

export function volumeLines(volumes: readonly Volume[] | undefined, indent: string): string {
  if (volumes === undefined || volumes.length === 0) return `${indent}Volumes:\t<none>\n`;
  const blocks = volumes.map((volume) => `  ${indent === '' ? '' : ' '}${volume.name}:\n${sourceLines(volume)}`);
  return `${indent}Volumes:\n${blocks.join('')}`;
}

function sourceLines(volume: Volume): string {
  const { emptyDir, projected, downwardAPI, ephemeral, csi } = volume;
  if (emptyDir !== undefined) return emptyDirLines(emptyDir);
  if (projected !== undefined) return projectedLines(projected);
  if (downwardAPI !== undefined) return downwardLines(downwardAPI);
  if (ephemeral !== undefined) return ephemeralLines(ephemeral);
  return csi === undefined ? plainLines(volume, false) : csiLines(csi);
}

/** What a persistent volume is made of. */
export function persistentSourceLines(spec: PersistentVolumeSpec): string {
  return spec.csi === undefined ? plainLines(spec, true) : csiLines(spec.csi);
}

function plainLines(holder: object, persistent: boolean): string {
  return formLines(holder as Readonly<Record<string, unknown>>, persistent) ?? '  <unknown>\n';
}

function typeLine(text: string): string {
  return field('    Type', text);
}

function emptyDirLines({ medium = '', sizeLimit }: EmptyDirVolumeSource): string {
  const limit = quantityValue(sizeLimit) > 0 ? (sizeLimit ?? '') : '<unset>';
  return (
    typeLine("EmptyDir (a temporary directory that shares a pod's lifetime)") + field('    Medium', medium) + field('    SizeLimit', limit)
  );
}

function projectedLines({ sources = [] }: ProjectedVolumeSource): string {
  return typeLine('Projected (a volume that contains injected data from multiple sources)') + sources.map(projectionLines).join('');
}

function projectionLines({ serviceAccountToken, configMap, secret, downwardAPI }: VolumeProjection): string {
  if (secret !== undefined) return field('    SecretName', secret.name ?? '') + field('    Optional', secret.optional === true);
  if (downwardAPI !== undefined) return field('    DownwardAPI', true);
  if (configMap !== undefined) return field('    ConfigMapName', configMap.name ?? '') + field('    Optional', configMap.optional === true);
  return serviceAccountToken === undefined ? '' : field('    TokenExpirationSeconds', serviceAccountToken.expirationSeconds ?? 3600);
}

function downwardLines({ items = [] }: DownwardAPIVolumeSource): string {
  const lines = items.flatMap(({ fieldRef, resourceFieldRef, path }) =>
    [fieldRef?.fieldPath, resourceFieldRef?.resource].filter((from) => from !== undefined).map((from) => `      ${from} -> ${path}\n`),
  );
  return `${typeLine('DownwardAPI (a volume populated by information about the pod)')}    Items:\n${lines.join('')}`;
}

/** The claim that is made for the pod. Values of its labels and annotations are indented, since kubectl indents every piece. */
function ephemeralLines({ volumeClaimTemplate: template }: EphemeralVolumeSource): string {
  const type = typeLine('EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)');
  if (template === undefined) return type;
  const { labels, annotations } = template.metadata ?? {};
  return [
    type,
    field('    StorageClass', classOf(template)),
    field('    Volume', template.spec.volumeName ?? ''),
    indentedLines(
      'Labels',
      sorted(labels).map(([key, value]) => `${key}=${value}`),
      '<none>',
    ),
    indentedLines('Annotations', annotationTexts(annotations, '\n    \t  '), '<none>'),
    field('    Capacity', ''),
    field('    Access Modes', ''),
    contentLines(template.spec, '    '),
  ].join('');
}

function indentedLines(title: string, lines: readonly string[], none: string): string {
  return `    ${title}:\t    ${lines.length === 0 ? none : lines.join('\n    \t    ')}\n`;
}

function csiLines(csi: CSIVolumeSource | CSIPersistentVolumeSource): string {
  const attributes = sorted(csi.volumeAttributes).map(([key, value]) => shortened(`${key}=${value}`));
  return [
    typeLine('CSI (a Container Storage Interface (CSI) volume source)'),
    field('    Driver', csi.driver),
    field('    FSType', csi.fsType ?? ''),
    'volumeHandle' in csi ? field('    VolumeHandle', csi.volumeHandle) : '',
    field('    ReadOnly', csi.readOnly === true),
    attributes.length === 0 ? field('    VolumeAttributes', '<none>') : indentedLines('VolumeAttributes', attributes, ''),
  ].join('');
}

const LONGEST_ATTRIBUTE = 140;

function shortened(text: string): string {
  return text.length > LONGEST_ATTRIBUTE ? `${text.slice(0, LONGEST_ATTRIBUTE)}...` : text;
}
