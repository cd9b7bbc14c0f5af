import type { Fidelity } from '../../fidelity.ts';

/** Nothing controls DaemonSets yet. */
export const daemonSetFidelity: Fidelity = {
  DaemonSet: { simulated: 'apiVersion kind metadata', kept: 'spec status' },
  DaemonSetSpec: { kept: 'minReadySeconds revisionHistoryLimit selector template updateStrategy' },
  DaemonSetStatus: {
    kept: 'collisionCount conditions currentNumberScheduled desiredNumberScheduled numberAvailable numberMisscheduled numberReady numberUnavailable observedGeneration updatedNumberScheduled',
  },
  DaemonSetUpdateStrategy: { kept: 'rollingUpdate type' },
  RollingUpdateDaemonSet: { kept: 'maxSurge maxUnavailable' },
  DaemonSetCondition: { kept: 'lastTransitionTime message reason status type' },
};
