import type { Fidelity } from '../../fidelity.ts';

export const cronJobFidelity: Fidelity = {
  CronJob: { simulated: 'apiVersion kind metadata spec status' },
  CronJobSpec: {
    simulated:
      'concurrencyPolicy failedJobsHistoryLimit jobTemplate schedule startingDeadlineSeconds successfulJobsHistoryLimit suspend timeZone',
  },
  CronJobStatus: { simulated: 'active lastScheduleTime lastSuccessfulTime' },
};
