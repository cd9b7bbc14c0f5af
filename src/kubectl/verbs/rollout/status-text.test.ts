import { expect, test } from 'vitest';
import type { Deployment } from '../../../api/types.gen.ts';
import table from '../../../testing/data/tables/kubectl-rollout-status-deployment.json' with { type: 'json' };
import { deploymentStatus } from './status-text.ts';

interface Case {
  readonly name: string;
  readonly in: { readonly generation?: number; readonly specReplicas: number; readonly status: NonNullable<Deployment['status']> };
  readonly out: { readonly msg: string; readonly done: boolean };
}

test.each(table.cases as unknown as readonly Case[])('$name', ({ in: given, out }) => {
  const deployment = {
    metadata: { name: 'foo', generation: given.generation ?? 0 },
    spec: { replicas: given.specReplicas },
    status: given.status,
  } as Deployment;
  const { message, done } = deploymentStatus(deployment);
  expect({ message: `${message}\n`, done }).toEqual({ message: out.msg, done: out.done });
});
