import { kindByGvk } from '../../api/kinds/registry.ts';
import type { KubeObject } from '../../api/object.ts';
import { PatchError } from '../../api/patch/error.ts';
import { applyJsonPatch } from '../../api/patch/json.ts';
import { applyMergePatch } from '../../api/patch/merge.ts';
import { applyStrategicPatch } from '../../api/patch/strategic.ts';
import type { JsonValue } from '../../api/scalars.ts';
import { CommandError } from '../errors.ts';

/** `--overrides`, laid over a generated object in the way that `--override-type` names. */
export function overridden(object: KubeObject, overrides: string, type: string): KubeObject {
  if (overrides === '') return object;
  const before = object as unknown as JsonValue;
  return patched(before, parsed(overrides), type, object) as unknown as KubeObject;
}

function patched(before: JsonValue, patch: JsonValue, type: string, { apiVersion, kind }: KubeObject): JsonValue {
  try {
    if (type === 'json') return applyJsonPatch(before, patch);
    if (type === 'strategic') return applyStrategicPatch(before, patch, kindByGvk(apiVersion, kind)?.schema ?? '');
    if (type === 'merge') return applyMergePatch(before, patch);
  } catch (error) {
    throw error instanceof PatchError ? new CommandError(error.detail) : error;
  }
  throw new CommandError(`invalid override type: ${type}`);
}

function parsed(overrides: string): JsonValue {
  try {
    return JSON.parse(overrides) as JsonValue;
  } catch {
    throw new CommandError('Invalid JSON Patch');
  }
}
