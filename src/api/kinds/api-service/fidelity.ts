import type { Fidelity } from '../../fidelity.ts';

/** Requests are never passed on to another server. */
export const apiServiceFidelity: Fidelity = {
  APIService: { simulated: 'apiVersion kind metadata', kept: 'spec status' },
  APIServiceSpec: { kept: 'caBundle group groupPriorityMinimum insecureSkipTLSVerify service version versionPriority' },
  APIServiceStatus: { simulated: 'conditions' },
  APIServiceCondition: { kept: 'lastTransitionTime message reason status type' },
  ApiregistrationServiceReference: { kept: 'name namespace port' },
};
