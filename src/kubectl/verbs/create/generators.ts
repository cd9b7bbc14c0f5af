import { clusterRoleBindingGenerator, roleBindingGenerator } from './binding.ts';
import { configMapGenerator } from './configmap.ts';
import { deploymentGenerator } from './deployment.ts';
import type { Generator } from './generator.ts';
import { ingressGenerator } from './ingress.ts';
import { cronJobGenerator, jobGenerator } from './job.ts';
import { disruptionBudgetGenerator, priorityClassGenerator, quotaGenerator } from './policy.ts';
import { clusterRoleGenerator, roleGenerator } from './role.ts';
import { secretGenerator } from './secret.ts';
import { serviceGenerator } from './service.ts';
import { namespaceGenerator, serviceAccountGenerator } from './simple.ts';

export const GENERATORS: readonly Generator[] = [
  clusterRoleGenerator,
  clusterRoleBindingGenerator,
  configMapGenerator,
  cronJobGenerator,
  deploymentGenerator,
  ingressGenerator,
  jobGenerator,
  namespaceGenerator,
  disruptionBudgetGenerator,
  priorityClassGenerator,
  quotaGenerator,
  roleGenerator,
  roleBindingGenerator,
  secretGenerator,
  serviceGenerator,
  serviceAccountGenerator,
];
