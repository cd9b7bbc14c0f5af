import { diffOf } from '../../../go-internal/diff.ts';
import { goInternal } from '../../../go-internal/print.ts';
import { checkNodeAnnotations } from '../../node/old-annotations.ts';
import { prepareForEphemeralContainers, validateEphemeralContainersUpdate } from '../ephemeral-containers.ts';
import type { LatePodRules } from '../late.ts';
import { preparePodForResize, validatePodResize } from '../resize.ts';
import { validatePodStatusUpdate } from '../status-update.ts';
import { validatePodUpdate } from '../update.ts';
import { checkPodTemplate, validatePod } from '../validate.ts';
import { withAppArmorProfiles } from './app-armor.ts';
import { checkHost, checkPlatform } from './platform.ts';
import { withoutDisabledFields } from './disabled-fields.ts';
import { checkRareVolume } from './volumes.ts';
import { checkRareStatus } from './status.ts';
import { podSpecWarnings } from './warnings.ts';
import { checkWindowsOptions } from './windows-options.ts';

export const LATE_POD_RULES: LatePodRules = {
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  validateStatusUpdate: validatePodStatusUpdate,
  checkTemplate: checkPodTemplate,
  strategies: {
    resize: { prepare: preparePodForResize, validate: validatePodResize },
    ephemeralcontainers: { prepare: prepareForEphemeralContainers, validate: validateEphemeralContainersUpdate },
  },
  goInternal,
  diff: (type, before, after) => diffOf(goInternal(type, before), goInternal(type, after)),
  withAppArmorProfiles,
  withoutDisabledFields,
  checkVolume: checkRareVolume,
  checkWindowsOptions,
  checkHost,
  checkPlatform,
  checkStatus: checkRareStatus,
  checkNodeAnnotations,
  warnings: podSpecWarnings,
};
