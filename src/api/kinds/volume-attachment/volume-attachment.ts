import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, forbidden, invalid, required, tooLong } from '../../field-error.ts';
import { goInternal } from '../../go-internal/print.ts';
import { dns1123Subdomain, utf8Length } from '../../names.ts';
import { VOLUME_ATTACHMENT } from '../../resources.ts';
import type { VolumeAttachment, VolumeAttachmentSource, VolumeAttachmentStatus, VolumeError } from '../../types.gen.ts';
import { type Findings, MAX_INT32, checkRule, findingsOf, immutable, rangeText } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { checkCsiDriverName } from '../csi-name.ts';
import { defaultSource } from '../persistent-volume/persistent-volume.ts';
import { checkVolumeSpec } from '../persistent-volume/validate.ts';
import { plainKind } from '../plain.ts';
import { alter, fill } from '../sharing.ts';
import { withMetadataOf, withSpecOf, withStatusOf } from '../strategy.ts';

/** `pkg/apis/storage`, `pkg/registry/storage/volumeattachment`. */
export const volumeAttachmentKind = plainKind<VolumeAttachment>(VOLUME_ATTACHMENT, {
  subresources: ['status'],
  requireVersionOnUpdate: true,
  returnsObjectOnDelete: true,
  default: (attachment) =>
    alter(fill<VolumeAttachment>(attachment, { status: DETACHED }), 'spec', (spec) =>
      alter(spec, 'source', (source) => alter(source, 'inlineVolumeSpec', defaultSource)),
    ),
  prepareForCreate: (attachment) => ({ ...attachment, status: DETACHED }),
  prepareForUpdate: withStatusOf,
  prepareForStatusUpdate: (next, stored) => withSpecOf({ ...next, metadata: withMetadataOf(next, stored) }, stored),
  validate: (attachment) => findingsOf((findings) => check(attachment, findings)),
  validateUpdate,
  validateStatusUpdate: validateUpdate,
  columns: [
    NAME,
    { ...column<VolumeAttachment>('Attacher', 'string', ({ spec }) => spec?.attacher ?? ''), format: 'name' },
    column<VolumeAttachment>('PV', 'string', ({ spec }) => spec?.source?.persistentVolumeName ?? ''),
    column<VolumeAttachment>('Node', 'string', ({ spec }) => spec?.nodeName ?? ''),
    column<VolumeAttachment>('Attached', 'boolean', ({ status }) => status?.attached ?? false),
    AGE,
  ],
});

const DETACHED: VolumeAttachmentStatus = { attached: false };

function check({ spec, status }: VolumeAttachment, findings: Findings): void {
  checkCsiDriverName(spec?.attacher, 'spec.attacher', findings);
  checkSource(spec?.source ?? {}, 'spec.source', findings);
  checkRule(dns1123Subdomain, spec?.nodeName, 'spec.nodeName', findings);
  if (status !== undefined) checkStatus(status, findings);
  const volume = spec?.source?.persistentVolumeName;
  if (volume !== undefined) checkRule(dns1123Subdomain, volume, 'spec.source.persistentVolumeName', findings);
}

const ONE_SOURCE = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';

function checkSource(
  { inlineVolumeSpec: inline, persistentVolumeName: name }: VolumeAttachmentSource,
  path: string,
  findings: Findings,
): void {
  if (inline === undefined && name === undefined) findings.push(required(path, ONE_SOURCE));
  else if (inline !== undefined && name !== undefined) findings.push(forbidden(path, ONE_SOURCE));
  else if (name === '') findings.push(required(`${path}.persistentVolumeName`, 'must specify non empty persistentVolumeName'));
  else if (inline !== undefined) checkVolumeSpec(inline, { inline: true }, `${path}.inlineVolumeSpec`, findings);
}

const MAX_METADATA_BYTES = 256 * 1024;
const MAX_MESSAGE = 1024;

function checkStatus({ attachmentMetadata = {}, attachError, detachError }: VolumeAttachmentStatus, findings: Findings): void {
  const bytes = Object.entries(attachmentMetadata).reduce((sum, [key, value]) => sum + utf8Length(key) + utf8Length(value), 0);
  if (bytes > MAX_METADATA_BYTES) findings.push(tooLong('status.attachmentMetadata', MAX_METADATA_BYTES));
  checkError(attachError, 'status.attachError', findings);
  checkError(detachError, 'status.detachError', findings);
}

function checkError(error: VolumeError | undefined, path: string, findings: Findings): void {
  if (error === undefined) return;
  // Upstream tells the limit of the metadata.
  if (utf8Length(error.message ?? '') > MAX_MESSAGE) findings.push(tooLong(`${path}.message`, MAX_METADATA_BYTES));
  if ((error.errorCode ?? 0) < 0) findings.push(invalid(`${path}.errorCode`, error.errorCode, rangeText(0, MAX_INT32)));
}

function validateUpdate(next: VolumeAttachment, stored: VolumeAttachment): readonly FieldError[] {
  return findingsOf((findings) => {
    check(next, findings);
    if (!deepEqual(next.spec, stored.spec)) findings.push(immutable('spec', goInternal('storage.VolumeAttachmentSpec', next.spec)));
  });
}
