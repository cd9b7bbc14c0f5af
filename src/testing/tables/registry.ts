import type { Subject } from './subject.ts';
import { ADMISSION } from './subjects/admission.ts';
import { AUTOSCALING } from './subjects/autoscaling.ts';
import { CONTROLLERS } from './subjects/controllers.ts';
import { DEPLOYMENT } from './subjects/deployment.ts';
import { JOBS } from './subjects/jobs.ts';
import { KUBECTL } from './subjects/kubectl.ts';
import { MANIFESTS } from './subjects/manifests.ts';
import { NAMES } from './subjects/names.ts';
import { NETWORK_POLICY } from './subjects/network-policy.ts';
import { PATCH } from './subjects/patch.ts';
import { PODS } from './subjects/pods.ts';
import { PREEMPTION } from './subjects/preemption.ts';
import { PRINTING } from './subjects/printing.ts';
import { SCHEDULER } from './subjects/scheduler.ts';
import { RBAC } from './subjects/rbac.ts';
import { VALIDATION } from './subjects/validation.ts';
import { VALUES } from './subjects/values.ts';
import { VOLUMES } from './subjects/volumes.ts';

/** Every subject that can be put to the code, in the order in which they are looked for. */
export const SUBJECTS: readonly Subject[] = [
  ...ADMISSION,
  ...AUTOSCALING,
  ...CONTROLLERS,
  ...DEPLOYMENT,
  ...JOBS,
  ...KUBECTL,
  ...MANIFESTS,
  ...NAMES,
  ...NETWORK_POLICY,
  ...PATCH,
  ...PODS,
  ...PREEMPTION,
  ...PRINTING,
  ...SCHEDULER,
  ...RBAC,
  ...VALIDATION,
  ...VALUES,
  ...VOLUMES,
];
