import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, forbidden, invalid } from '../../field-error.ts';
import { qosClassOf } from '../../pod/qos.ts';
import { isSidecar } from '../../pod/resources.ts';
import type { Container, Pod, PodSpec, ResourceRequirements } from '../../types.gen.ts';
import { latePodRules } from './late.ts';
import { type Findings, findingsOf } from '../checks.ts';
import { alter, drop, put } from '../sharing.ts';
import { MIRROR, checkPod } from './validate.ts';

/** The subresources that change a running pod: `resize` its cpu and memory, and `ephemeralcontainers` (ValidatePodResize). */
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
    if ((stored.status?.nodeAllocatableResourceClaimStatuses ?? []).length > 0) {
      findings.push(forbidden('spec', 'pods with node allocatable resource claims cannot be resized'));
    }
    if (!checkOrder(spec, before, findings)) return;
    checkRemovals(spec, before, findings);
    checkInitContainers(spec, before, findings);
    if (!deepEqual(withoutCpuAndMemory(spec), withoutCpuAndMemory(before))) {
      findings.push(forbidden('spec', 'only cpu and memory resources are mutable'));
    }
  });
}

/** Takes of `next` the resources of its containers alone. */
export function preparePodForResize(next: Pod, stored: Pod): Pod {
  const wanted = next.spec;
  if (wanted === undefined) return stored;
  return alter({ ...stored, metadata: next.metadata }, 'spec', (spec) => withResourcesOf(spec, wanted));
}

/** Takes of `next` its ephemeral containers alone. */
export function prepareForEphemeralContainers(next: Pod, stored: Pod): Pod {
  const list = next.spec?.ephemeralContainers;
  return alter({ ...stored, metadata: next.metadata }, 'spec', (spec) =>
    list === undefined ? drop(spec, 'ephemeralContainers') : put(spec, 'ephemeralContainers', list),
  );
}

/** Ephemeral containers can be added, never changed or removed. */
export function validateEphemeralContainersUpdate(next: Pod, stored: Pod): readonly FieldError[] {
  if (stored.metadata.annotations?.[MIRROR] !== undefined) return [forbidden('', 'static pods do not support ephemeral containers')];
  return findingsOf((findings) => {
    checkPod(next, findings);
    checkHostProcess(next.spec, findings);
    const added = new Map((next.spec?.ephemeralContainers ?? []).map((container) => [container.name, container]));
    for (const old of stored.spec?.ephemeralContainers ?? []) {
      const now = added.get(old.name);
      if (now !== undefined && deepEqual(now, old)) continue;
      const diff = now === undefined ? '' : (latePodRules()?.diff('core.EphemeralContainer', old, now) ?? '');
      const why = `existing ephemeral containers "${old.name}" may not be ${now === undefined ? 'removed' : 'changed'}\n${diff}`;
      findings.push(forbidden('spec.ephemeralContainers', why));
    }
  });
}

/** Pod-level resources too. */
function withResourcesOf(spec: PodSpec, wanted: PodSpec): PodSpec {
  const take = (containers: readonly Container[], from: readonly Container[]): readonly Container[] =>
    containers.map((container, index) => {
      const { resources, resizePolicy } = from[index] ?? {};
      const resized = resources === undefined ? drop(container, 'resources') : put(container, 'resources', resources);
      return resizePolicy === undefined ? drop(resized, 'resizePolicy') : put(resized, 'resizePolicy', resizePolicy);
    });
  const { resources } = wanted;
  const resized = resources === undefined ? drop(spec, 'resources') : put(spec, 'resources', resources);
  const next = { ...resized, containers: take(spec.containers, wanted.containers) };
  return alter(next, 'initContainers', (containers) => take(containers, wanted.initContainers ?? []));
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

const LISTS = ['containers', 'initContainers'] as const;

function checkOrder(next: PodSpec, stored: PodSpec, findings: Findings): boolean {
  const before = findings.length;
  for (const list of LISTS) {
    const now = next[list] ?? [];
    const old = stored[list] ?? [];
    if (now.length !== old.length) findings.push(forbidden(`spec.${list}`, 'containers may not be added or removed on resize'));
    else
      for (const [index, { name }] of now.entries()) {
        if (name !== old[index]?.name)
          findings.push(forbidden(`spec.${list}[${index}].name`, 'containers may not be renamed or reordered on resize'));
      }
  }
  return findings.length === before;
}

function checkRemovals(next: PodSpec, stored: PodSpec, findings: Findings): void {
  for (const list of LISTS) {
    for (const [index, old] of (stored[list] ?? []).entries()) {
      const path = `spec.${list}[${index}].resources`;
      const now = next[list]?.[index]?.resources;
      if (lost(old.resources, now, 'limits')) findings.push(forbidden(`${path}.limits`, 'resource limits cannot be removed'));
      if (lost(old.resources, now, 'requests')) findings.push(forbidden(`${path}.requests`, 'resource requests cannot be removed'));
    }
  }
}

function lost(old: ResourceRequirements | undefined, now: ResourceRequirements | undefined, field: 'limits' | 'requests'): boolean {
  return ['cpu', 'memory'].some((name) => old?.[field]?.[name] !== undefined && now?.[field]?.[name] === undefined);
}

function checkInitContainers(next: PodSpec, stored: PodSpec, findings: Findings): void {
  for (const [index, old] of (stored.initContainers ?? []).entries()) {
    const now = next.initContainers?.[index];
    if (now === undefined || deepEqual(now.resources, old.resources)) continue;
    const path = `spec.initContainers[${index}]`;
    if (!deepEqual(bare(now), bare(old))) {
      findings.push(forbidden(path, 'only cpu and memory resources for init or sidecar containers are mutable'));
    }
    if (!isSidecar(old) && old.resizePolicy?.some(({ restartPolicy }) => restartPolicy === 'RestartContainer') === true) {
      findings.push(forbidden(path, 'non-sidecar init containers with a resize policy of RestartContainer cannot be resized'));
    }
  }
}

function withoutCpuAndMemory(spec: PodSpec): PodSpec {
  const next = { ...spec, containers: spec.containers.map(bare), resources: bareResources(spec.resources) };
  return alter(next, 'initContainers', (containers) => containers.map(bare));
}

function bare(container: Container): Container {
  return { ...drop(container, 'resizePolicy'), resources: bareResources(container.resources) };
}

function bareResources(resources: ResourceRequirements = {}): ResourceRequirements {
  const { claims } = resources;
  return { ...others(resources, 'limits'), ...others(resources, 'requests'), ...(claims === undefined ? {} : { claims }) };
}

function others(resources: ResourceRequirements, field: 'limits' | 'requests'): ResourceRequirements {
  const list = Object.fromEntries(Object.entries(resources[field] ?? {}).filter(([name]) => name !== 'cpu' && name !== 'memory'));
  return Object.keys(list).length === 0 ? {} : { [field]: list };
}

function checkHostProcess(spec: PodSpec | undefined, findings: Findings): void {
  const expected = spec?.securityContext?.windowsOptions?.hostProcess;
  for (const [index, { securityContext }] of (spec?.ephemeralContainers ?? []).entries()) {
    const own = securityContext?.windowsOptions?.hostProcess;
    if (own === undefined || own === expected || expected === undefined) continue;
    const path = `spec.ephemeralContainers[${index}].securityContext.windowsOptions.hostProcess`;
    findings.push(invalid(path, own, `pod hostProcess value must be identical if both are specified, was ${expected}`));
  }
}
