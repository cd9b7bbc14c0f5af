import { forbidden, invalid, required } from '../../field-error.ts';
import { dns1123Label, dns1123Subdomain } from '../../names.ts';
import type {
  AzureFilePersistentVolumeSource,
  CSIPersistentVolumeSource,
  GlusterfsPersistentVolumeSource,
  ISCSIPersistentVolumeSource,
  PersistentVolumeSpec,
} from '../../types.gen.ts';
import { type Check, type Findings, checkPresent, checkRule, isUnset } from '../checks.ts';
import { checkCsiDriverName } from '../csi-name.ts';
import { checkNoBacksteps } from '../pod/validate-mounts.ts';
import { checkHostPath, checkNfs } from '../pod/validate-volume.ts';
import {
  LONG_PORTAL,
  checkCommonSource,
  checkFilled,
  checkInitiator,
  checkIscsi,
  checking,
  isLongPortal,
  sourcePath,
} from '../volume-sources.ts';

/** What lies behind a volume: exactly one source, in the order in which Kubernetes looks for them. */
export function checkSources(spec: PersistentVolumeSpec, volumeName: string, path: string, findings: Findings): void {
  const present = SOURCES.filter((name) => spec[name] !== undefined);
  for (const [index, name] of present.entries()) {
    // A flex volume is looked at wherever it comes.
    if (index > 0 && name !== 'flexVolume') {
      findings.push(forbidden(`${path}.${name === 'cephfs' ? 'cephFS' : name}`, 'may not specify more than 1 volume type'));
      continue;
    }
    const at = sourcePath(name, path);
    if (spec.iscsi !== undefined && name === 'iscsi') checkPortal(spec.iscsi, volumeName, at, findings);
    else {
      checkCommonSource(name, spec[name] ?? {}, at, findings);
      CHECKS[name]?.(spec[name] ?? {}, at, findings);
    }
    if (name === 'local' && spec.nodeAffinity === undefined) {
      findings.push(required(`${path}.nodeAffinity`, 'Local volume requires node affinity'));
    }
  }
  if (present.length === 0) findings.push(required(path, 'must specify a volume type'));
}

const SOURCES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'flexVolume',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const;

type SourceName = (typeof SOURCES)[number];

/** What is asked of sources here alone. */
const CHECKS: { readonly [source in SourceName]?: Check<object> } = {
  hostPath: checking(checkHostPath),
  glusterfs: checking<GlusterfsPersistentVolumeSource>(({ endpointsNamespace: namespace }, path, findings) => {
    const at = `${path}.endpointsNamespace`;
    if (namespace === '') findings.push(invalid(at, '', 'if the endpointnamespace is set, it must be a valid namespace name'));
    else if (namespace !== undefined) checkRule(dns1123Label, namespace, at, findings);
  }),
  nfs: checking(checkNfs),
  cinder: checking(checkSecretNamespace),
  azureFile: checking<AzureFilePersistentVolumeSource>(({ secretNamespace }, path, findings) => {
    if (secretNamespace === '') findings.push(required(`${path}.secretNamespace`));
  }),
  local: checking<{ readonly path?: string }>(({ path: text }, path, findings) => {
    if (isUnset(text)) findings.push(required(`${path}.path`));
    else checkNoBacksteps(text, `${path}.path`, findings);
  }),
  storageos: checking(checkSecretNamespace),
  csi: checking(checkCsi),
};

function checkPortal(source: Partial<ISCSIPersistentVolumeSource>, volumeName: string, path: string, findings: Findings): void {
  const { targetPortal = '', initiatorName, secretRef } = source;
  checkPresent(targetPortal, `${path}.targetPortal`, findings);
  if (isLongPortal(volumeName, source)) findings.push(invalid(`${path}.targetportal`, targetPortal, LONG_PORTAL));
  checkIscsi(source, path, findings);
  if (secretRef !== undefined) checkPresent(secretRef.name, `${path}.secretRef.name`, findings);
  if (initiatorName !== undefined) checkInitiator(initiatorName, `${path}.initiatorname`, findings);
}

interface WithSecret {
  readonly secretRef?: { readonly name?: string; readonly namespace?: string };
}

function checkSecretNamespace({ secretRef }: WithSecret, path: string, findings: Findings): void {
  if (secretRef !== undefined) checkPresent(secretRef.namespace, `${path}.secretRef.namespace`, findings);
}

const CSI_SECRETS = ['controllerPublishSecretRef', 'controllerExpandSecretRef', 'nodePublishSecretRef', 'nodeExpandSecretRef'] as const;

function checkCsi(csi: CSIPersistentVolumeSource, path: string, findings: Findings): void {
  checkCsiDriverName(csi.driver, `${path}.driver`, findings);
  checkPresent(csi.volumeHandle, `${path}.volumeHandle`, findings);
  for (const field of CSI_SECRETS) {
    const secret = csi[field];
    if (secret === undefined) continue;
    checkFilled(dns1123Subdomain, secret.name, `${path}.${field}.name`, findings);
    checkFilled(dns1123Label, secret.namespace, `${path}.${field}.namespace`, findings);
  }
}
