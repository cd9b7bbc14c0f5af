import type { Deployment } from '../../types.gen.ts';
import type { LateRules } from '../late-rules.ts';
import { workloadWarnings } from '../workload.ts';
import { validateDeployment, validateDeploymentStatusUpdate, validateDeploymentUpdate } from './validate.ts';

export const DEPLOYMENT_RULES: LateRules<Deployment> = {
  validate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  validateStatusUpdate: validateDeploymentStatusUpdate,
  warnings: workloadWarnings,
};
