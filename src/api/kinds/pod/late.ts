/**
 * Rules about parts of pods that only manifests bring: Windows, old kinds of volumes, how errors show what they are about. They
 * come with what is loaded at the first request from outside (`late/rules.ts`). No component writes a pod that such a request did
 * not let in as a template before, so a cluster never sees when they came.
 */
import type { JsonValue } from '../../scalars.ts';
import type { Pod, PodSpec, Volume, WindowsSecurityContextOptions } from '../../types.gen.ts';
import type { Findings } from '../checks.ts';

export interface LatePodRules {
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
  /** Texts of Warning headers. */
  warnings(annotations: Annotations, spec: PodSpec, paths: WarningPaths): readonly string[];
}

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

/** The value that an error shows. */
export function internalValue(type: string, value: object | undefined): JsonValue {
  return installed?.goInternal(type, value) ?? null;
}
