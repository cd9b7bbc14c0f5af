import type { Service } from '../../types.gen.ts';
import type { LateRules } from '../late-rules.ts';
import { validateServiceStatusUpdate, validateServiceUpdate } from './validate-update.ts';
import { validateService } from './validate.ts';
import { serviceWarnings } from './warnings.ts';

export const SERVICE_RULES: LateRules<Service> = {
  validate: validateService,
  validateUpdate: validateServiceUpdate,
  validateStatusUpdate: validateServiceStatusUpdate,
  warnings: serviceWarnings,
};
