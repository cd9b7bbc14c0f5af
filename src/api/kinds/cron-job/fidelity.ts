import type { Fidelity } from '../../fidelity.ts';

/** Nothing controls CronJobs yet. */
export const cronJobFidelity: Fidelity = {
  CronJob: { simulated: 'apiVersion kind metadata', kept: 'spec status' },
  CronJobSpec: {
    kept: 'concurrencyPolicy failedJobsHistoryLimit jobTemplate schedule startingDeadlineSeconds successfulJobsHistoryLimit suspend timeZone',
  },
  CronJobStatus: { kept: 'active lastScheduleTime lastSuccessfulTime' },
};
