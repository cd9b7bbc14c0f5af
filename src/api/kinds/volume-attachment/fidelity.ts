import type { Fidelity } from '../../fidelity.ts';

export const volumeAttachmentFidelity: Fidelity = {
  VolumeAttachment: { simulated: 'apiVersion kind metadata spec status' },
  VolumeAttachmentSpec: { simulated: 'attacher nodeName source' },
  VolumeAttachmentStatus: { simulated: 'attachError attached', kept: 'attachmentMetadata detachError' },
  VolumeAttachmentSource: { simulated: 'persistentVolumeName', kept: 'inlineVolumeSpec' },
  VolumeError: { simulated: 'message', kept: 'errorCode time' },
};
