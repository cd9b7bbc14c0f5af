import type { Event } from '../../types.gen.ts';
import { NONE } from '../checks.ts';
import type { LateRules } from '../late-rules.ts';
import { validateEvent } from './validate.ts';

export const EVENT_RULES: LateRules<Event> = {
  validate: validateEvent,
  validateUpdate: validateEvent,
  validateStatusUpdate: () => NONE,
  warnings: () => [],
};
