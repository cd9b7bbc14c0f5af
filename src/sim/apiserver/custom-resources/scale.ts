import { type FieldError, invalid } from '../../../api/field-error.ts';
import type { ScaleAccess } from '../../../api/kind.ts';
import type { KubeObject } from '../../../api/object.ts';
import { goText } from '../../../api/patch/error.ts';
import { isRecord } from '../../../api/patch/record.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import type { CustomResourceSubresourceScale } from '../../../api/types.gen.ts';

/** The scale subresource of a custom resource: simple paths into its spec and status. */
export function scaleAccess({ specReplicasPath, statusReplicasPath, labelSelectorPath }: CustomResourceSubresourceScale): ScaleAccess {
  const number = (object: KubeObject, path: string) => {
    const value = read(object, path);
    return typeof value === 'number' ? value : 0;
  };
  return {
    replicasPath: stepsOf(specReplicasPath),
    replicas: (object) => number(object, specReplicasPath),
    statusReplicas: (object) => number(object, statusReplicasPath),
    selector: (object) => {
      const value = labelSelectorPath === undefined ? '' : read(object, labelSelectorPath);
      return typeof value === 'string' ? value : '';
    },
    missing: (object) => (read(object, specReplicasPath) === undefined ? specReplicasPath : undefined),
    withReplicas: (object, replicas) =>
      write(object as unknown as JsonObject, stepsOf(specReplicasPath), replicas) as unknown as KubeObject,
  };
}

const MAX_INT32 = 2_147_483_647;

/** What the paths lead to must be what a Scale can show. */
export function scaleProblems(
  object: JsonObject,
  scale: CustomResourceSubresourceScale | undefined,
  part: 'all' | 'status' = 'all',
): readonly FieldError[] {
  if (scale === undefined) return [];
  const { specReplicasPath, statusReplicasPath, labelSelectorPath } = scale;
  const found = part === 'all' ? replicasProblems(object, specReplicasPath) : [];
  return [...found, ...replicasProblems(object, statusReplicasPath), ...selectorProblems(object, labelSelectorPath)];
}

function replicasProblems(object: JsonObject, path: string): readonly FieldError[] {
  const wrong = accessProblem(object, path, 'int64', (value) => typeof value === 'number' && Number.isInteger(value));
  if (wrong !== undefined) return [invalid(path, 0, wrong)];
  const value = read(object, path);
  if (typeof value !== 'number') return [];
  if (value < 0) return [invalid(path, value, 'should be a non-negative integer')];
  return value > MAX_INT32 ? [invalid(path, value, `should be less than or equal to ${MAX_INT32}`)] : [];
}

function selectorProblems(object: JsonObject, path: string | undefined): readonly FieldError[] {
  const wrong = path === undefined ? undefined : accessProblem(object, path, 'string', (value) => typeof value === 'string');
  return path === undefined || wrong === undefined ? [] : [invalid(path, '', wrong)];
}

/** The first thing on the way that is of another type than the path needs; what is absent is not wrong. */
function accessProblem(object: JsonObject, path: string, wanted: string, fits: (value: JsonValue) => boolean): string | undefined {
  const steps = stepsOf(path);
  let value: JsonValue = object;
  for (const [index, step] of steps.entries()) {
    if (value === null) return undefined;
    if (!isRecord(value)) return accessorText(steps.slice(0, index + 1), value, 'map[string]interface{}');
    const next: JsonValue | undefined = value[step];
    if (next === undefined) return undefined;
    value = next;
  }
  return fits(value) ? undefined : accessorText(steps, value, wanted);
}

function accessorText(steps: readonly string[], value: JsonValue, wanted: string): string {
  return `.${steps.join('.')} accessor error: ${goText(value)} is of the type ${goType(value)}, expected ${wanted}`;
}

function goType(value: JsonValue): string {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}

function stepsOf(path: string): readonly string[] {
  return path.replace(/^\./, '').split('.');
}

function read(object: object, path: string): JsonValue | undefined {
  return stepsOf(path).reduce<JsonValue | undefined>((value, step) => (isRecord(value) ? value[step] : undefined), object as JsonObject);
}

function write(object: JsonObject, [step = '', ...rest]: readonly string[], value: JsonValue): JsonObject {
  const below = object[step];
  return { ...object, [step]: rest.length === 0 ? value : write(isRecord(below) ? below : {}, rest, value) };
}
