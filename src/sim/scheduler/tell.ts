import type { Pod } from '../../api/types.gen.ts';
import { DEFAULT_SCHEDULER } from './framework/profile.ts';
import type { SchedulerContext } from './memory.ts';

/** Records an Event about a pod in the name of a profile. */
export function tell(
  context: SchedulerContext,
  profile: string,
  pod: Pod,
  type: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  if (profile === DEFAULT_SCHEDULER) context.event(pod, type, reason, message);
  else context.event(pod, type, reason, message, undefined, profile);
}
