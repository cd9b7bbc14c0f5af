import { type FieldError, forbidden, invalid, notFound } from '../../field-error.ts';
import type { ObjectMeta, Pod, PodSpec, PodTemplateSpec, SeccompProfile } from '../../types.gen.ts';
import { validateAnnotations, validateLabels } from '../../validation/metadata.ts';
import { type Findings, findingsOf, isUnset } from '../checks.ts';
import { checkImagePadding, checkInitResizePolicies } from './validate-container.ts';
import { checkDescendingPath } from './validate-mounts.ts';
import { checkPodSpec } from './validate-spec.ts';

/** Whole pods on creation, and pod templates (`pkg/apis/core/validation`). The metadata's own rules are the API server's. */
export function validatePod(pod: Pod): readonly FieldError[] {
  return findingsOf((findings) => {
    const spec = pod.spec ?? NO_SPEC;
    checkPod(pod, findings);
    checkInitResizePolicies(spec, undefined, 'spec', findings);
    if ((spec.ephemeralContainers ?? []).length > 0) findings.push(forbidden('spec.ephemeralContainers', 'cannot be set on create'));
    if (!isUnset(spec.nodeName) && (spec.schedulingGates ?? []).length > 0) {
      findings.push(forbidden('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'));
    }
    if (pod.metadata.annotations !== undefined) checkProfilesAgree(pod.metadata.annotations, spec, 'spec', findings);
  });
}

/** What holds for a pod at any time. */
export function checkPod(pod: Pod, findings: Findings): void {
  const spec = pod.spec ?? NO_SPEC;
  if (pod.metadata.annotations !== undefined) checkPodAnnotations(pod.metadata.annotations, spec, 'metadata.annotations', findings);
  checkPodSpec(spec, pod.metadata, 'spec', findings);
  if (isUnset(spec.serviceAccountName)) forbidTokens(spec, findings);
  for (const [index, container] of (spec.containers ?? []).entries()) checkImagePadding(container, `spec.containers[${index}]`, findings);
  for (const [index, container] of (spec.initContainers ?? []).entries()) {
    checkImagePadding(container, `spec.initContainers[${index}]`, findings);
  }
}

const NO_SPEC: PodSpec = { containers: [] };

/** A template as RC, ReplicaSet and Deployment have it; `path` leads to it. */
export function checkPodTemplate(template: PodTemplateSpec, path: string, findings: Findings): void {
  const spec = template.spec ?? NO_SPEC;
  const { labels, annotations } = template.metadata ?? {};
  if (labels !== undefined) findings.push(...validateLabels(labels, `${path}.labels`));
  if (annotations !== undefined) {
    findings.push(...validateAnnotations(annotations, `${path}.annotations`));
    checkPodAnnotations(annotations, spec, `${path}.annotations`, findings);
  }
  checkPodSpec(spec, undefined, `${path}.spec`, findings);
  checkInitResizePolicies(spec, undefined, `${path}.spec`, findings);
  if (annotations !== undefined) checkProfilesAgree(annotations, spec, `${path}.spec`, findings);
  if ((spec.ephemeralContainers ?? []).length > 0) {
    findings.push(forbidden(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'));
  }
}

type Annotations = NonNullable<ObjectMeta['annotations']>;

export const MIRROR = 'kubernetes.io/config.mirror';
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
export const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

export function checkPodAnnotations(annotations: Annotations, spec: PodSpec, path: string, findings: Findings): void {
  const mirror = annotations[MIRROR];
  if (mirror !== undefined && isUnset(spec.nodeName)) {
    findings.push(invalid(`${path}[${MIRROR}]`, mirror, 'must set spec.nodeName if mirror pod annotation is set'));
  }
  const cost = annotations[DELETION_COST];
  if (cost !== undefined && !isInt32(cost)) findings.push(invalid(`${path}[${DELETION_COST}]`, cost, 'must be a 32bit integer'));
  checkSeccompAnnotations(annotations, path, findings);
  checkAppArmorAnnotations(annotations, spec, path, findings);
}

/** Digits without padding: `0`, `-5`, `+7`. */
function isInt32(text: string): boolean {
  return text === '0' || (/^[-+]?[1-9][0-9]*$/.test(text) && Math.abs(Number(text)) < 2 ** 31);
}

function checkSeccompAnnotations(annotations: Annotations, path: string, findings: Findings): void {
  for (const [key, profile] of Object.entries(annotations)) {
    if (key === SECCOMP_POD || key.startsWith(SECCOMP_CONTAINER)) checkSeccompText(profile, `${path}.${key}`, findings);
  }
}

function checkSeccompText(profile: string, path: string, findings: Findings): void {
  if (profile === 'runtime/default' || profile === 'docker/default' || profile === 'unconfined') return;
  if (profile.startsWith('localhost/')) checkDescendingPath(profile.slice('localhost/'.length), path, findings);
  else findings.push(invalid(path, profile, 'must be a valid seccomp profile'));
}

function checkAppArmorAnnotations(annotations: Annotations, spec: PodSpec, path: string, findings: Findings): void {
  for (const [key, profile] of Object.entries(annotations)) {
    if (!key.startsWith(APP_ARMOR)) continue;
    const container = key.slice(APP_ARMOR.length);
    const all = [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])];
    if (!all.some(({ name }) => name === container)) {
      findings.push({ ...notFound(`${path}[${key}]`, container), type: 'FieldValueInvalid', detail: 'container not found' });
    }
    if (profile === '' || profile === 'runtime/default' || profile === 'unconfined' || profile.startsWith('localhost/')) continue;
    findings.push(invalid(`${path}[${key}]`, profile, `invalid AppArmor profile name: "${profile}"`));
  }
}

/** Annotations of old and the fields that took their place must not contradict each other. */
function checkProfilesAgree(annotations: Annotations, spec: PodSpec, path: string, findings: Findings): void {
  const podProfile = spec.securityContext?.seccompProfile;
  const podText = annotations[SECCOMP_POD];
  if (podProfile !== undefined && podText !== undefined)
    checkSeccompAgrees(podText, podProfile, `${path}.securityContext.seccompProfile`, findings);
  for (const [list, containers] of [
    ['initContainers', spec.initContainers ?? []],
    ['containers', spec.containers ?? []],
  ] as const) {
    for (const [index, { name, securityContext }] of containers.entries()) {
      const at = `${path}.${list}[${index}].securityContext`;
      const text = annotations[SECCOMP_CONTAINER + name];
      const profile = securityContext?.seccompProfile;
      if (text !== undefined && profile !== undefined) checkSeccompAgrees(text, profile, `${at}.seccompProfile`, findings);
      const armor = annotations[APP_ARMOR + name];
      if (armor !== undefined) checkAppArmorAgrees(armor, securityContext?.appArmorProfile, `${at}.appArmorProfile`, findings);
    }
  }
}

function checkSeccompAgrees(text: string, profile: SeccompProfile, path: string, findings: Findings): void {
  const type = typeOf(text);
  if (type !== profile.type) findings.push(forbidden(`${path}.type`, 'seccomp type in annotation and field must match'));
  else if (type === 'Localhost' && text.slice('localhost/'.length) !== profile.localhostProfile) {
    findings.push(forbidden(`${path}.localhostProfile`, 'seccomp profile in annotation and field must match'));
  }
}

function checkAppArmorAgrees(text: string, profile: SeccompProfile | undefined, path: string, findings: Findings): void {
  if (profile === undefined) return;
  if (typeOf(text) !== profile.type) findings.push(forbidden(`${path}.type`, 'apparmor type in annotation and field must match'));
  else if (profile.type === 'Localhost' && text.slice('localhost/'.length) !== profile.localhostProfile) {
    findings.push(forbidden(`${path}.localhostProfile`, 'apparmor profile in annotation and field must match'));
  }
}

function typeOf(profile: string): string {
  if (profile === 'unconfined') return 'Unconfined';
  return profile.startsWith('localhost/') ? 'Localhost' : 'RuntimeDefault';
}

function forbidTokens(spec: PodSpec, findings: Findings): void {
  for (const [index, { projected }] of (spec.volumes ?? []).entries()) {
    for (const [sourceIndex, source] of (projected?.sources ?? []).entries()) {
      if (source.serviceAccountToken === undefined) continue;
      const path = `spec.volumes[${index}].projected.sources[${sourceIndex}].serviceAccountToken`;
      findings.push(forbidden(path, 'must not be specified when serviceAccountName is not set'));
    }
  }
}
