/** The checks that the restricted level adds. */
import type { PodSpec, Volume } from '../../../../api/types.gen.ts';
import { capabilitiesBeyond, seccompProfile as baselineSeccomp } from './baseline.ts';
import { type Violation, counted, distinct, list, listUsing, namesWhere, quoted, setters } from './finding.ts';

export function privilegeEscalation(spec: PodSpec): Violation | undefined {
  const containers = namesWhere(spec, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false);
  if (containers.length === 0) return undefined;
  const detail = `${list('container', containers)} must set securityContext.allowPrivilegeEscalation=false`;
  return { reason: 'allowPrivilegeEscalation != false', detail };
}

const BIND_SERVICE: ReadonlySet<string> = new Set(['NET_BIND_SERVICE']);

export function capabilities(spec: PodSpec): Violation | undefined {
  const keeping = namesWhere(spec, ({ securityContext }) => !(securityContext?.capabilities?.drop ?? []).includes('ALL'));
  const details = [
    keeping.length > 0 ? `${list('container', keeping)} must set securityContext.capabilities.drop=["ALL"]` : undefined,
    capabilitiesBeyond(BIND_SERVICE, spec),
  ].filter((detail) => detail !== undefined);
  return details.length === 0 ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') };
}

const ALLOWED_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
] as const;

/** In the order in which upstream looks for them. */
const OTHER_VOLUMES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
] as const;

export function volumeTypes({ volumes = [] }: PodSpec): Violation | undefined {
  const bad = volumes.filter((volume) => !ALLOWED_VOLUMES.some((type) => volume[type] !== undefined));
  if (bad.length === 0) return undefined;
  const types = distinct(bad.map(typeOf));
  const who = listUsing(
    'volume',
    bad.map(({ name }) => name),
  );
  return { reason: 'restricted volume types', detail: `${who} ${counted('restricted volume type', types)} ${quoted(types)}` };
}

function typeOf(volume: Volume): string {
  return OTHER_VOLUMES.find((type) => volume[type] !== undefined) ?? 'unknown';
}

export function runAsNonRoot(spec: PodSpec): Violation | undefined {
  const reason = 'runAsNonRoot != true';
  const ofPod = spec.securityContext?.runAsNonRoot;
  const who = setters(
    ofPod === false,
    namesWhere(spec, ({ securityContext }) => securityContext?.runAsNonRoot === false),
  );
  if (who !== '') return { reason, detail: `${who} must not set securityContext.runAsNonRoot=false` };
  const silent = ofPod === true ? [] : namesWhere(spec, ({ securityContext }) => securityContext?.runAsNonRoot === undefined);
  if (silent.length === 0) return undefined;
  return { reason, detail: `pod or ${list('container', silent)} must set securityContext.runAsNonRoot=true` };
}

export function runAsUser(spec: PodSpec): Violation | undefined {
  const who = setters(
    spec.securityContext?.runAsUser === 0,
    namesWhere(spec, ({ securityContext }) => securityContext?.runAsUser === 0),
  );
  return who === '' ? undefined : { reason: 'runAsUser=0', detail: `${who} must not set runAsUser=0` };
}

export function seccompProfile(spec: PodSpec): Violation | undefined {
  const bad = baselineSeccomp(spec);
  if (bad !== undefined || spec.securityContext?.seccompProfile !== undefined) return bad;
  const silent = namesWhere(spec, ({ securityContext }) => securityContext?.seccompProfile === undefined);
  if (silent.length === 0) return undefined;
  const detail = `pod or ${list('container', silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`;
  return { reason: 'seccompProfile', detail };
}
