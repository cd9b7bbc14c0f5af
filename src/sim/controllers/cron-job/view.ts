import type { ApiError } from '../../../api/errors.ts';
import type { CronJob, ObjectReference } from '../../../api/types.gen.ts';
import type { LateContext } from '../../kernel/late-component.ts';

/** A CronJob in one sync, with the status that is to be written. */
export interface View {
  readonly context: LateContext;
  cronJob: CronJob;
  active: readonly ObjectReference[];
  lastScheduleTime: string | undefined;
  lastSuccessfulTime: string | undefined;
  isChanged: boolean;
}

export interface Step {
  /** Milliseconds after which to look again. */
  readonly againMs?: number;
  readonly error?: ApiError;
}

export const NOTHING: Step = {};

export function statusIn({ status }: CronJob) {
  const { active = [], lastScheduleTime, lastSuccessfulTime } = status ?? {};
  return { active, lastScheduleTime, lastSuccessfulTime };
}

export function isActive({ active }: Pick<View, 'active'>, uid: string): boolean {
  return active.some((reference) => reference.uid === uid);
}

export function forget(view: View, uid: string): void {
  view.active = view.active.filter((reference) => reference.uid !== uid);
  view.isChanged = true;
}
