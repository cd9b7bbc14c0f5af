import type { Fidelity } from '../../fidelity.ts';

export const volumeAttachmentFidelity: Fidelity = {
  VolumeAttachment: { simulated: 'apiVersion kind metadata', kept: 'spec status' },
  VolumeAttachmentSpec: { kept: 'attacher nodeName source' },
  VolumeAttachmentStatus: { kept: 'attachError attached attachmentMetadata detachError' },
  VolumeAttachmentSource: { kept: 'inlineVolumeSpec persistentVolumeName' },
  VolumeError: { kept: 'errorCode message time' },
};
