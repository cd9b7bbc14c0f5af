/**
 * What of a pod may be refused or warned of, and what only manifests bring: it comes with what is loaded at the first request from
 * outside (`late/rules.ts`). No component writes a pod that such a request did not let in as a template before, and what a cluster
 * begins with is in order, so a cluster never sees when the rules came.
 */
import type { FieldError } from '../../field-error.ts';
import type { SubresourceStrategy } from '../../kind.ts';
import type { JsonValue } from '../../scalars.ts';
import type { Pod, PodSpec, PodTemplateSpec, Volume, WindowsSecurityContextOptions } from '../../types.gen.ts';
import { type Findings, NONE } from '../checks.ts';

export interface LatePodRules {
  validate(pod: Pod): readonly FieldError[];
  validateUpdate(next: Pod, stored: Pod): readonly FieldError[];
  validateStatusUpdate(next: Pod, stored: Pod): readonly FieldError[];
  /** A template as workloads have it; `path` leads to it. */
  checkTemplate(template: PodTemplateSpec, path: string, findings: Findings): void;
  readonly strategies: Readonly<Record<PodStrategy, SubresourceStrategy<Pod>>>;
  /** A value as Kubernetes' internal type (`core.PodSpec`) prints. */
  goInternal(type: string, value: object | undefined): JsonValue;
  /** What differs between two values of an internal type, by line. */
  diff(type: string, before: object, after: object): string;
  /** With the profiles that annotations of old name. */
  withAppArmorProfiles(pod: Pod, warnings?: string[]): Pod;
  /** Without the fields of features that are off. */
  withoutDisabledFields(spec: PodSpec): PodSpec;
  /** Sources of volumes beyond the common ones. */
  checkVolume(volume: Volume, path: string, isPod: boolean, findings: Findings): void;
  checkWindowsOptions(options: WindowsSecurityContextOptions, path: string, findings: Findings): void;
  /** Host processes, users and names, in the middle of the spec's rules. */
  checkHost(spec: PodSpec, path: string, findings: Findings): void;
  /** What depends on the operating system, at their end. */
  checkPlatform(spec: PodSpec, path: string, findings: Findings): void;
  /** The rare parts of a status, at the end of its rules. */
  checkStatus(next: Pod, stored: Pod, findings: Findings): void;
  /** Annotations of old that a node may have. */
  checkNodeAnnotations(annotations: Annotations, findings: Findings): void;
  /** Texts of Warning headers. */
  warnings(annotations: Annotations, spec: PodSpec, paths: WarningPaths): readonly string[];
}

/** Subresources that people alone write to. */
export type PodStrategy = 'resize' | 'ephemeralcontainers';

export type Annotations = { readonly [key: string]: string };

export interface WarningPaths {
  readonly metadata: string;
  readonly spec: string;
  readonly isTemplate: boolean;
}

let installed: LatePodRules | undefined;

export function installLatePodRules(rules: LatePodRules): void {
  installed = rules;
}

export function latePodRules(): LatePodRules | undefined {
  return installed;
}

/** The same rules for a kind that was defined before they came. */
export function lateStrategy(name: PodStrategy): SubresourceStrategy<Pod> {
  return {
    prepare: (next, stored, context) => installed?.strategies[name].prepare(next, stored, context) ?? next,
    validate: (next, stored) => installed?.strategies[name].validate(next, stored) ?? NONE,
  };
}

/** The value that an error shows. */
export function internalValue(type: string, value: object | undefined): JsonValue {
  return installed?.goInternal(type, value) ?? null;
}
