import { forbidden, invalid, required } from '../../../field-error.ts';
import { dns1123Subdomain } from '../../../names.ts';
import type { CSIVolumeSource, EphemeralVolumeSource, ISCSIVolumeSource, ObjectMeta, Volume } from '../../../types.gen.ts';
import { validateAnnotations, validateLabels } from '../../../validation/metadata.ts';
import { type Findings, checkPresent, checkRequiredOneOf, checkRule, isUnset } from '../../checks.ts';
import { checkClaimSpec } from '../../claim-spec.ts';
import { checkCsiDriverName } from '../../csi-name.ts';
import { LONG_PORTAL, checkCommonSource, checkInitiator, checkIscsi, isLongPortal, sourcePath } from '../../volume-sources.ts';
import { PULL_POLICIES } from '../validate-container.ts';
import { checkDescendingPath } from '../validate-mounts.ts';

/** The source of a volume that has only one, where it is none of the common ones (`pkg/apis/core/validation`, validateVolumeSource). */
export function checkRareVolume(volume: Volume, path: string, isPod: boolean, findings: Findings): void {
  const source = Object.keys(volume).find((key): key is keyof Volume => key !== 'name');
  if (source === undefined) return;
  checkCommonSource(source, volume[source] as object, sourcePath(source, path), findings);
  const { gitRepo, iscsi, csi, ephemeral, image } = volume;
  if (gitRepo !== undefined) checkDescendingPath(gitRepo.directory, `${path}.gitRepo.directory`, findings);
  if (iscsi !== undefined) checkPortal(iscsi, volume.name, path, findings);
  if (csi !== undefined) checkCsi(csi, `${path}.csi`, findings);
  if (ephemeral !== undefined) checkEphemeral(ephemeral, `${path}.ephemeral`, findings);
  if (image === undefined) return;
  if (isPod) checkPresent(image.reference, `${path}.image.reference`, findings);
  checkRequiredOneOf(image.pullPolicy, PULL_POLICIES, `${path}.image.pullPolicy`, findings);
}

const INITIATORS = ' starting with iqn, eui, or naa';

function checkPortal(iscsi: ISCSIVolumeSource, name: string, path: string, findings: Findings): void {
  const at = `${path}.iscsi`;
  checkPresent(iscsi.targetPortal, `${at}.targetPortal`, findings);
  checkIscsi(iscsi, at, findings, INITIATORS);
  if (iscsi.initiatorName !== undefined) checkInitiator(iscsi.initiatorName, `${at}.initiatorname`, findings, INITIATORS);
  if (isLongPortal(name, iscsi)) findings.push(invalid(`${path}.name`, name, LONG_PORTAL));
}

function checkCsi({ driver, nodePublishSecretRef: secret }: Partial<CSIVolumeSource>, path: string, findings: Findings): void {
  checkCsiDriverName(driver, `${path}.driver`, findings);
  if (secret === undefined) return;
  if (isUnset(secret.name)) findings.push(required(`${path}.nodePublishSecretRef.name`));
  else checkRule(dns1123Subdomain, secret.name, `${path}.name`, findings);
}

function checkEphemeral({ volumeClaimTemplate: template }: EphemeralVolumeSource, path: string, findings: Findings): void {
  const at = `${path}.volumeClaimTemplate`;
  if (template === undefined) return void findings.push(required(at));
  const { labels, annotations, ...others }: ObjectMeta = template.metadata ?? {};
  findings.push(...validateAnnotations(annotations, `${at}.metadata.annotations`), ...validateLabels(labels, `${at}.metadata.labels`));
  for (const field of METADATA) {
    // Upstream makes its first letter small, and no other.
    if (others[field] !== undefined) findings.push(forbidden(`${at}.metadata.${field === 'uid' ? 'uID' : field}`, 'cannot be set'));
  }
  checkClaimSpec(template.spec ?? {}, `${at}.spec`, findings);
}

const METADATA = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'ownerReferences',
  'finalizers',
  'managedFields',
] as const;
