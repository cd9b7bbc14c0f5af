import { readList, wrongType } from '../../decode-part.ts';
import { invalid, required } from '../../field-error.ts';
import { scanJson } from '../../go-json.ts';
import { isRecord } from '../../patch/record.ts';
import type { JsonValue } from '../../scalars.ts';
import type { Taint } from '../../types.gen.ts';
import type { Findings } from '../checks.ts';
import { AVOID_PODS, TAINTS, checkTaints } from './validate.ts';

/** Rules of what was a field once and came as JSON in annotations (ValidateNodeSpecificAnnotations). */
export function checkNodeAnnotations(annotations: { readonly [key: string]: string }, findings: Findings): void {
  const path = 'metadata.annotations';
  if (annotations[TAINTS]) {
    const taints = readList<Taint>(annotations[TAINTS], 'Taint');
    if (taints.error === undefined) checkTaints(taints.value, `${path}.${TAINTS}`, findings);
    else findings.push(invalid(path, TAINTS, taints.error));
  }
  if (annotations[AVOID_PODS]) checkAvoidPods(annotations[AVOID_PODS], path, findings);
}

function checkAvoidPods(text: string, path: string, findings: Findings): void {
  const { error } = scanJson(text);
  const avoid = error === undefined ? (JSON.parse(text) as JsonValue) : {};
  const problem = error ?? (isRecord(avoid) || avoid === null ? undefined : wrongType(avoid, 'v1.AvoidPods').error);
  if (problem !== undefined) return void findings.push(invalid(`${path}.AvoidPods`, AVOID_PODS, problem));
  const entries = memberOf(avoid, 'preferAvoidPods');
  if (!Array.isArray(entries)) return;
  for (const [index, entry] of (entries as readonly JsonValue[]).entries()) {
    const at = `${path}.${AVOID_PODS}[${index}].PodSignature`;
    const controller = memberOf(memberOf(entry, 'podSignature'), 'podController');
    if (!isRecord(controller)) findings.push(required(at));
    else if (controller['controller'] !== true)
      findings.push(invalid(`${at}.PodController.Controller`, false, 'must point to a controller'));
  }
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isRecord(value) ? value[name] : undefined;
}
