import type { Job } from '../../types.gen.ts';

export function isJobConditionTrue(job: Job, type: string): boolean {
  return hasCondition(job, type, 'True');
}

export function isJobConditionFalse(job: Job, type: string): boolean {
  return hasCondition(job, type, 'False');
}

export function isJobFinished(job: Job): boolean {
  return isJobConditionTrue(job, 'Complete') || isJobConditionTrue(job, 'Failed');
}

function hasCondition({ status }: Job, type: string, value: 'True' | 'False'): boolean {
  return status?.conditions?.some((condition) => condition.type === type && condition.status === value) === true;
}
