import type { Fidelity } from '../../fidelity.ts';

/** The controller sets no conditions. */
export const daemonSetFidelity: Fidelity = {
  DaemonSet: { simulated: 'apiVersion kind metadata spec status' },
  DaemonSetSpec: { simulated: 'minReadySeconds revisionHistoryLimit selector template updateStrategy' },
  DaemonSetStatus: {
    simulated:
      'collisionCount currentNumberScheduled desiredNumberScheduled numberAvailable numberMisscheduled numberReady numberUnavailable observedGeneration updatedNumberScheduled',
    kept: 'conditions',
  },
  DaemonSetUpdateStrategy: { simulated: 'rollingUpdate type' },
  RollingUpdateDaemonSet: { simulated: 'maxSurge maxUnavailable' },
  DaemonSetCondition: { kept: 'lastTransitionTime message reason status type' },
};
