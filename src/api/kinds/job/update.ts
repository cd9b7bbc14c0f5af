import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, invalid } from '../../field-error.ts';
import { goInternal } from '../../go-internal/print.ts';
import type { JsonValue } from '../../scalars.ts';
import type { Affinity, Container, Job, JobSpec, PodSpec, PodTemplateSpec } from '../../types.gen.ts';
import { type Findings, findingsOf, immutable } from '../checks.ts';
import { shownSelector } from '../workload.ts';
import { isJobConditionTrue } from './conditions.ts';
import { checkJob, checkWholeJobSpec } from './validate.ts';

/** What of a job may change (ValidateUpdate of the strategy, which looks at the spec twice). */
export function validateJobUpdate(next: Job, stored: Job): readonly FieldError[] {
  const spec: Partial<JobSpec> = next.spec ?? {};
  const before: Partial<JobSpec> = stored.spec ?? {};
  const labels = before.template?.metadata?.labels ?? {};
  const prefixed = 'batch.kubernetes.io/job-name' in labels && 'batch.kubernetes.io/controller-uid' in labels;
  return findingsOf((findings) => {
    checkJob(next, prefixed, findings);
    checkWholeJobSpec(spec, findings);
    checkCompletions(spec, before, findings);
    checkSame('selector', spec, before, shownSelector(spec.selector), findings);
    checkTemplateUpdate(spec, stored, findings);
    checkSame('completionMode', spec, before, spec.completionMode, findings);
    checkSame('podFailurePolicy', spec, before, goInternal('batch.PodFailurePolicy', spec.podFailurePolicy), findings);
    checkSame('backoffLimitPerIndex', spec, before, spec.backoffLimitPerIndex, findings);
    checkSame('managedBy', spec, before, spec.managedBy, findings);
    checkSame('successPolicy', spec, before, goInternal('batch.SuccessPolicy', spec.successPolicy), findings);
  });
}

function checkSame(
  field: keyof JobSpec,
  next: Partial<JobSpec>,
  stored: Partial<JobSpec>,
  value: JsonValue | undefined,
  findings: Findings,
): void {
  if (!deepEqual(next[field], stored[field])) findings.push(immutable(`spec.${field}`, value));
}

/** Indexed jobs can grow and shrink, together with their parallelism. */
function checkCompletions(next: Partial<JobSpec>, stored: Partial<JobSpec>, findings: Findings): void {
  if (next.completions === stored.completions) return;
  if (next.completionMode !== 'Indexed') return void findings.push(immutable('spec.completions', next.completions));
  if (next.completions === undefined || next.completions === next.parallelism) return;
  findings.push(invalid('spec.completions', next.completions, 'can only be modified in tandem with spec.parallelism'));
}

/** While a job is suspended and has no pods, where they may run and what they ask for can still change. */
function checkTemplateUpdate(spec: Partial<JobSpec>, stored: Job, findings: Findings): void {
  const template = spec.template ?? {};
  const before = stored.spec?.template ?? {};
  if (!isMutable(stored)) {
    if (!deepEqual(template, before)) findings.push(immutable('spec.template', goInternal('core.PodTemplateSpec', template)));
    return;
  }
  const expected = withResourcesOf(withSchedulingOf(before, template).spec ?? NO_PODS, template.spec ?? NO_PODS);
  if (!deepEqual(template.spec ?? NO_PODS, expected)) {
    findings.push(immutable('spec.template.spec', goInternal('core.PodSpec', template.spec ?? NO_PODS)));
  }
}

const NO_PODS: PodSpec = { containers: [] };

function isMutable(job: Job): boolean {
  if (job.spec?.suspend !== true || (job.status?.active ?? 0) > 0) return false;
  return !job.status?.startTime || isJobConditionTrue(job, 'Suspended');
}

/** `stored` with everything that says where pods may run as in `next`. */
function withSchedulingOf(stored: PodTemplateSpec, next: PodTemplateSpec): PodTemplateSpec {
  const spec = stored.spec ?? NO_PODS;
  const wanted = next.spec ?? NO_PODS;
  const moved = Object.fromEntries(
    (['nodeSelector', 'tolerations', 'schedulingGates'] as const).flatMap((field) =>
      wanted[field] === undefined ? [] : [[field, wanted[field]]],
    ),
  );
  const { nodeSelector: _selector, tolerations: _tolerations, schedulingGates: _gates, affinity, ...rest } = spec;
  const placed = withNodeAffinityOf(affinity, wanted.affinity);
  return { spec: { ...rest, ...moved, ...(placed === undefined ? {} : { affinity: placed }) } };
}

function withNodeAffinityOf(stored: Affinity | undefined, next: Affinity | undefined): Affinity | undefined {
  const { nodeAffinity: _node, ...others } = stored ?? {};
  if (next === undefined && Object.keys(others).length === 0) return undefined;
  return next?.nodeAffinity === undefined ? others : { ...others, nodeAffinity: next.nodeAffinity };
}

function withResourcesOf(stored: PodSpec, next: PodSpec): PodSpec {
  const take = (containers: readonly Container[], from: readonly Container[]): readonly Container[] =>
    containers.length !== from.length ? containers : containers.map((container, index) => withResources(container, from[index]));
  const { initContainers } = stored;
  return {
    ...stored,
    containers: take(stored.containers, next.containers),
    ...(initContainers === undefined ? {} : { initContainers: take(initContainers, next.initContainers ?? []) }),
  };
}

function withResources(container: Container, from: Container | undefined): Container {
  if (from === undefined || from.name !== container.name) return container;
  const { resources: _resources, ...rest } = container;
  return from.resources === undefined ? rest : { ...rest, resources: from.resources };
}
