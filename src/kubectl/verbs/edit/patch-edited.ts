import { ApiError } from '../../../api/errors.ts';
import { kindByGvk } from '../../../api/kinds/registry.ts';
import { type KubeObject, groupResource } from '../../../api/object.ts';
import { createMergePatch } from '../../../api/patch/merge.ts';
import { isRecord } from '../../../api/patch/record.ts';
import { createStrategicPatch } from '../../../api/patch/strategic.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { toJson } from '../../../api/sorted-json.ts';
import { deepEqual } from '../../../base/equal.ts';
import { CommandError } from '../../errors.ts';
import type { Item } from '../../parse/documents.ts';
import type { Found } from '../../parse/select.ts';
import { outputOf, printResult } from '../../printer/output.ts';
import { type PatchCall, type Session, err, managerOf, out, patchObject } from '../../session.ts';
import { annotated } from '../apply/apply-item.ts';
import { fieldValidation } from '../write.ts';

export interface EditFlags {
  readonly output: string;
  readonly outputPatch: boolean;
  readonly windowsLineEndings: boolean;
  readonly fieldManager: string;
  readonly saveConfig: boolean;
  readonly showManagedFields: boolean;
  readonly subresource: string;
  readonly validate: string;
}

/** Why the editor is opened again. */
export interface Reason {
  readonly head: string;
  readonly causes: readonly string[];
}

export interface EditResult {
  readonly reasons: readonly Reason[];
  /** Whether something failed for another reason than what was written. */
  readonly retryable: boolean;
  readonly missing: boolean;
}

/** Sends the difference between each original and what was made of it. */
export async function patchEdited(
  session: Session,
  originals: readonly Found[],
  items: readonly Item[],
  flags: EditFlags,
): Promise<EditResult> {
  const reasons: Reason[] = [];
  let [retryable, missing] = [false, false];
  for (const item of items) {
    const original = originals.find(({ object }) => object.metadata.uid === item.object.metadata.uid);
    if (original === undefined) throw new CommandError(`no original object found for ${item.resource.resource}/${item.name}`);
    try {
      await patchOne(session, original, flags.saveConfig ? annotated(item.object) : item.object, flags);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const subject = `${groupResource(item.resource)} ${JSON.stringify(item.name)}`;
      if (error.reason === 'Invalid') reasons.push(reasonOf(subject, error));
      else if (error.reason === 'NotFound') missing = true;
      else retryable = true;
      err(session, `error: ${subject} ${complaint(error)}`);
    }
  }
  return { reasons, retryable, missing };
}

function complaint(error: ApiError): string {
  if (error.reason === 'Invalid') return 'is invalid';
  return error.reason === 'NotFound' ? 'could not be found on the server' : `could not be patched: ${error.message}`;
}

function reasonOf(subject: string, { status }: ApiError): Reason {
  const causes = (status.details?.causes ?? []).map(({ field = '', message = '' }) => `${field}: ${message}`);
  return { head: `${subject} was not valid`, causes };
}

async function patchOne(session: Session, original: Found, edited: KubeObject, flags: EditFlags): Promise<void> {
  const format = outputOf(session, flags);
  const print = (object: KubeObject, done: string) =>
    printResult(session, original.resource, object, format, done, flags.showManagedFields);
  if (deepEqual(original.object, edited)) return print(edited, 'skipped');
  const patch = patchOf(original.object, edited);
  if (flags.outputPatch) out(session, `Patch: ${toJson(patch.body)}`);
  const options = {
    fieldManager: flags.fieldManager || managerOf(session, 'kubectl-edit'),
    fieldValidation: fieldValidation(flags.validate),
  };
  const part = flags.subresource === '' ? {} : { subresource: flags.subresource };
  print(await patchObject(session, original, { ...patch, options, ...part }), 'edited');
}

function patchOf(original: KubeObject, edited: KubeObject): Pick<PatchCall, 'patchType' | 'body'> {
  const [before, after] = [original, edited] as unknown as readonly [JsonValue, JsonValue];
  const schema = kindByGvk(original.apiVersion, original.kind)?.schema;
  const body = schema === undefined ? createMergePatch(before, after) : createStrategicPatch(before, after, schema);
  if (changesIdentity(body)) throw new CommandError('At least one of apiVersion, kind and name was changed');
  return { patchType: schema === undefined ? 'merge' : 'strategic', body };
}

function changesIdentity(patch: JsonValue): boolean {
  if (!isRecord(patch)) return false;
  const { metadata } = patch;
  return 'apiVersion' in patch || 'kind' in patch || (isRecord(metadata) && 'name' in metadata);
}
