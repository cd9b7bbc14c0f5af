import { diffOf } from '../../../go-internal/diff.ts';
import { goInternal } from '../../../go-internal/print.ts';
import type { LatePodRules } from '../late.ts';
import { checkHost, checkPlatform } from './platform.ts';
import { withoutDisabledFields } from './disabled-fields.ts';
import { checkRareVolume } from './volumes.ts';
import { podSpecWarnings } from './warnings.ts';
import { checkWindowsOptions } from './windows-options.ts';

export const LATE_POD_RULES: LatePodRules = {
  goInternal,
  specDiff: (before, after) => diffOf(goInternal('core.PodSpec', before), goInternal('core.PodSpec', after)),
  withoutDisabledFields,
  checkVolume: checkRareVolume,
  checkWindowsOptions,
  checkHost,
  checkPlatform,
  warnings: podSpecWarnings,
};
