import { type FieldError, duplicate, required } from '../../field-error.ts';
import { dns1123Label } from '../../names.ts';
import { RUNTIME_CLASS } from '../../resources.ts';
import type { RuntimeClass, Toleration } from '../../types.gen.ts';
import { validateLabels } from '../../validation/metadata.ts';
import { type Findings, checkRule, findingsOf, immutable, isUnset, shown } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { labelWarnings } from '../deprecated-labels.ts';
import { plainKind } from '../plain.ts';
import { checkContainerResources } from '../pod/validate-resources.ts';
import { checkTolerations } from '../pod/validate-scheduling.ts';

/** `pkg/apis/node/validation`, `pkg/registry/node/runtimeclass`. */
export const runtimeClassKind = plainKind<RuntimeClass>(RUNTIME_CLASS, {
  createOnUpdate: true,
  requireVersionOnUpdate: true,
  validate: (runtimeClass) => findingsOf((findings) => check(runtimeClass, findings)),
  validateUpdate: (next, stored): readonly FieldError[] =>
    findingsOf((findings) => {
      check(next, findings);
      if (next.handler !== stored.handler) findings.push(immutable('handler', next.handler ?? ''));
    }),
  warnings: ({ scheduling }) => Object.keys(scheduling?.nodeSelector ?? {}).flatMap((key) => labelWarnings(key, 'scheduling.nodeSelector')),
  columns: [NAME, column<RuntimeClass>('Handler', 'string', ({ handler }) => handler ?? ''), AGE],
});

function check({ handler, overhead, scheduling }: RuntimeClass, findings: Findings): void {
  if (isUnset(handler)) findings.push(required('handler'));
  else checkRule(dns1123Label, handler, 'handler', findings);
  if (overhead?.podFixed !== undefined) checkContainerResources({ limits: overhead.podFixed }, 'overhead', findings);
  if (scheduling === undefined) return;
  if (scheduling.nodeSelector !== undefined) findings.push(...validateLabels(scheduling.nodeSelector, 'scheduling.nodeSelector'));
  checkUnique(scheduling.tolerations ?? [], 'scheduling.tolerations', findings);
}

function checkUnique(tolerations: readonly Toleration[], path: string, findings: Findings): void {
  checkTolerations(tolerations, path, findings);
  const seen = new Set<string>();
  for (const [index, toleration] of tolerations.entries()) {
    const { key = '', operator = '', value = '', effect = '', tolerationSeconds } = toleration;
    const identity = JSON.stringify([key, operator, value, effect]);
    // As Kubernetes' internal type prints.
    const dump = { Key: key, Operator: operator, Value: value, Effect: effect, TolerationSeconds: tolerationSeconds ?? null };
    if (seen.has(identity)) findings.push(duplicate(`${path}[${index}]`, shown(dump) ?? null));
    seen.add(identity);
  }
}
