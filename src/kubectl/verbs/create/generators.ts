import { configMapGenerator } from './configmap.ts';
import { deploymentGenerator } from './deployment.ts';
import type { Generator } from './generator.ts';
import { cronJobGenerator, jobGenerator } from './job.ts';
import { secretGenerator } from './secret.ts';
import { serviceGenerator } from './service.ts';
import { namespaceGenerator, serviceAccountGenerator } from './simple.ts';

export const GENERATORS: readonly Generator[] = [
  configMapGenerator,
  cronJobGenerator,
  deploymentGenerator,
  jobGenerator,
  namespaceGenerator,
  secretGenerator,
  serviceGenerator,
  serviceAccountGenerator,
];
