import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, forbidden, invalid } from '../../field-error.ts';
import { qosClassOf } from '../../pod/qos.ts';
import { isSidecar } from '../../pod/resources.ts';
import type { Container, Pod, PodSpec, ResourceRequirements } from '../../types.gen.ts';
import { type Findings, findingsOf } from '../checks.ts';
import { alter, drop, put } from '../sharing.ts';
import { withMetadataOf } from '../strategy.ts';
import { MIRROR, checkPod } from './validate.ts';

const ONLY_CPU_AND_MEMORY = 'only cpu and memory resources are mutable';

/** The subresource `resize` changes the cpu and memory of a running pod (ValidatePodResize). */
export function validatePodResize(next: Pod, stored: Pod): readonly FieldError[] {
  if (stored.metadata.annotations?.[MIRROR] !== undefined) return [forbidden('', 'static pods cannot be resized')];
  if (stored.spec?.os?.name === 'windows') return [forbidden('', 'windows pods cannot be resized')];
  const { spec } = next;
  const before = stored.spec;
  if (spec === undefined || before === undefined) return [];
  return findingsOf((findings) => {
    checkPod(next, findings);
    checkQos(next, stored, findings);
    if (!hasResourcesInStatus(stored)) findings.push(forbidden('spec', 'Pod running on node without support for resize'));
    checkPodLevel(spec, before, findings);
    if ((stored.status?.nodeAllocatableResourceClaimStatuses ?? []).length > 0) {
      findings.push(forbidden('spec', 'pods with node allocatable resource claims cannot be resized'));
    }
    if (checkOrder(spec, before, findings)) checkContainers(spec, before, findings);
  });
}

function checkContainers(spec: PodSpec, before: PodSpec, findings: Findings): void {
  checkRemovals(spec, before, findings);
  for (const [index, old] of before.containers.entries()) {
    const now = spec.containers[index];
    if (now !== undefined && !deepEqual(bare(now), bare(old))) findings.push(forbidden('spec', ONLY_CPU_AND_MEMORY));
  }
  checkInitContainers(spec, before, findings);
  if (findings.length === 0 && !deepEqual(withoutCpuAndMemory(spec), withoutCpuAndMemory(before))) {
    findings.push(forbidden('spec', ONLY_CPU_AND_MEMORY));
  }
}

/** Takes of `next` the resources of its containers alone. Containers that do not match are left for validation to refuse. */
export function preparePodForResize(next: Pod, stored: Pod): Pod {
  const wanted = next.spec;
  const before = stored.spec;
  if (wanted === undefined || before === undefined) return stored;
  const sameNumber = LISTS.every((list) => (wanted[list] ?? []).length === (before[list] ?? []).length);
  if (!sameNumber) return next;
  return { ...stored, metadata: withMetadataOf(next, stored), spec: withResourcesOf(before, wanted) };
}

const LISTS = ['containers', 'initContainers'] as const;

/** Pod-level resources too. */
function withResourcesOf(spec: PodSpec, wanted: PodSpec): PodSpec {
  const { resources } = wanted;
  const resized = resources === undefined ? drop(spec, 'resources') : put(spec, 'resources', resources);
  const next = { ...resized, containers: resizedOnes(spec.containers, wanted.containers) };
  return alter(next, 'initContainers', (containers) => resizedOnes(containers, wanted.initContainers ?? []));
}

function resizedOnes(containers: readonly Container[], wanted: readonly Container[]): readonly Container[] {
  if (containers.some(({ name }, index) => wanted[index]?.name !== name)) return wanted;
  return containers.map((container, index) => {
    const { resources, resizePolicy } = wanted[index] ?? {};
    const resized = resources === undefined ? drop(container, 'resources') : put(container, 'resources', resources);
    return resizePolicy === undefined ? drop(resized, 'resizePolicy') : put(resized, 'resizePolicy', resizePolicy);
  });
}

function checkQos(next: Pod, stored: Pod, findings: Findings): void {
  if (next.spec === undefined || stored.spec === undefined) return;
  const before = stored.status?.qosClass ?? qosClassOf(stored.spec);
  if (qosClassOf(next.spec) === before) return;
  findings.push(invalid('spec', next.status?.qosClass ?? '', 'Pod QOS Class may not change as a result of resizing'));
}

/** A kubelet that can resize reports what its containers have. */
function hasResourcesInStatus({ status }: Pod): boolean {
  const running = status?.containerStatuses?.find(({ state }) => state?.running !== undefined);
  return running === undefined || running.resources !== undefined;
}

function checkPodLevel(next: PodSpec, stored: PodSpec, findings: Findings): void {
  if (!hasAmounts(next.resources) && !hasAmounts(stored.resources)) return;
  if (stored.resources !== undefined && next.resources === undefined) {
    findings.push(forbidden('spec.resources', 'pod-level resources cannot be removed'));
    return;
  }
  for (const field of ['requests', 'limits'] as const) {
    if (!lost(stored.resources, next.resources, field)) continue;
    findings.push(forbidden(`spec.resources.${field}`, `pod-level resource ${field} cannot be removed`));
  }
  if (!deepEqual(withClaims(next.resources), withClaims(stored.resources))) {
    findings.push(forbidden('spec', `${ONLY_CPU_AND_MEMORY} at pod-level`));
  }
}

function hasAmounts({ requests = {}, limits = {} }: ResourceRequirements = {}): boolean {
  return Object.keys(requests).length + Object.keys(limits).length > 0;
}

function checkOrder(next: PodSpec, stored: PodSpec, findings: Findings): boolean {
  const before = findings.length;
  for (const list of LISTS) {
    const now = next[list] ?? [];
    const old = stored[list] ?? [];
    if (now.length !== old.length) findings.push(forbidden(`spec.${list}`, `${list} may not be added or removed on resize`));
    else
      for (const [index, { name }] of now.entries()) {
        if (name === old[index]?.name) continue;
        findings.push(forbidden(`spec.${list}[${index}].name`, `${list} may not be renamed or reordered on resize`));
      }
  }
  return findings.length === before;
}

function checkRemovals(next: PodSpec, stored: PodSpec, findings: Findings): void {
  for (const list of ['initContainers', 'containers'] as const) {
    for (const [index, old] of (stored[list] ?? []).entries()) {
      const path = `spec.${list}[${index}].resources`;
      const now = next[list]?.[index]?.resources;
      if (lost(old.resources, now, 'requests')) findings.push(forbidden(`${path}.requests`, 'resource requests cannot be removed'));
      if (lost(old.resources, now, 'limits')) findings.push(forbidden(`${path}.limits`, 'resource limits cannot be removed'));
    }
  }
}

function lost(old: ResourceRequirements = {}, now: ResourceRequirements = {}, field: 'limits' | 'requests'): boolean {
  return Object.keys(old[field] ?? {}).some((name) => now[field]?.[name] === undefined);
}

function checkInitContainers(next: PodSpec, stored: PodSpec, findings: Findings): void {
  for (const [index, old] of (stored.initContainers ?? []).entries()) {
    const now = next.initContainers?.[index];
    if (now === undefined || deepEqual(now, old)) continue;
    const path = `spec.initContainers[${index}]`;
    if (!deepEqual(bare(now), bare(old))) {
      findings.push(forbidden(path, 'only cpu and memory resources for init or sidecar containers are mutable'));
    }
    if (isSidecar(now)) continue;
    for (const { restartPolicy } of now.resizePolicy ?? []) {
      if (restartPolicy !== 'RestartContainer') continue;
      findings.push(forbidden(path, 'non-sidecar init containers with a resize policy of RestartContainer cannot be resized'));
    }
  }
}

function withoutCpuAndMemory(spec: PodSpec): PodSpec {
  const next = { ...spec, containers: spec.containers.map(bare), resources: withClaims(spec.resources) };
  return alter(next, 'initContainers', (containers) => containers.map(bare));
}

/** Without what may change. */
function bare(container: Container): Container {
  return { ...container, resources: withClaims(container.resources) };
}

function withClaims(resources: ResourceRequirements = {}): ResourceRequirements {
  const { claims = [] } = resources;
  return { ...others(resources, 'limits'), ...others(resources, 'requests'), ...(claims.length === 0 ? {} : { claims }) };
}

function others(resources: ResourceRequirements, field: 'limits' | 'requests'): ResourceRequirements {
  const list = Object.fromEntries(Object.entries(resources[field] ?? {}).filter(([name]) => name !== 'cpu' && name !== 'memory'));
  return Object.keys(list).length === 0 ? {} : { [field]: list };
}
