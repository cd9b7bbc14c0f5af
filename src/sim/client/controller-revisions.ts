/** What DaemonSets and StatefulSets remember of their templates (pkg/controller/history): patches that bring one back. */
import { compareText } from '../../base/compare.ts';
import { asWritten } from '../../api/written.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import { sortKeys, toJson } from '../../api/sorted-json.ts';
import type { ControllerRevision, PodTemplateSpec } from '../../api/types.gen.ts';
import { FNV_BASIS, FNV_PRIME, safeEncode, utf8Bytes } from './template-hash/hashing.ts';

const patches = new WeakMap<PodTemplateSpec, JsonObject>();

/** The strategic merge patch that puts a template in the place of another; its fields in the order in which kubectl compares them. */
export function templatePatch(template: PodTemplateSpec): JsonObject {
  let patch = patches.get(template);
  if (patch === undefined) {
    const written = asWritten(template, 'PodTemplateSpec') as unknown as JsonObject;
    patches.set(template, (patch = sortKeys({ spec: { template: { $patch: 'replace', ...written } } }) as JsonObject));
  }
  return patch;
}

/** The template that a revision's patch puts in place. */
export function templateOf({ data }: ControllerRevision): PodTemplateSpec {
  const { spec } = (data ?? {}) as { readonly spec?: { readonly template?: JsonObject } };
  const { $patch: _, ...template } = spec?.template ?? {};
  return template;
}

/** HashControllerRevision: FNV-1 of the patch as JSON, and of the number of names that were taken already. */
export function revisionHash(patch: JsonValue, collisionCount: number): string {
  let hash = FNV_BASIS;
  for (const byte of utf8Bytes(`${toJson(patch)}${collisionCount}`)) hash = Math.imul(hash, FNV_PRIME) ^ byte;
  return safeEncode(String(hash >>> 0));
}

/** Oldest first. */
export function byRevision(a: ControllerRevision, b: ControllerRevision): number {
  return a.revision - b.revision || compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) || compareNames(a, b);
}

export function newestRevision(revisions: readonly ControllerRevision[]): number {
  return revisions.reduce((newest, { revision }) => Math.max(newest, revision), 0);
}

function compareNames(a: ControllerRevision, b: ControllerRevision): number {
  return compareText(a.metadata.name, b.metadata.name);
}
