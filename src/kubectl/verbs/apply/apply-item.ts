import { ApiError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { kindByGvk } from '../../../api/kinds/registry.ts';
import type { DeleteOptions } from '../../../api/types.gen.ts';
import type { WriteOptions } from '../../../api/request.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { conflictText } from '../../../api/patch/conflicts.ts';
import { isRecord } from '../../../api/patch/record.ts';
import { threeWayMergePatch, threeWayStrategicPatch } from '../../../api/patch/three-way.ts';
import { CommandError, withSource } from '../../errors.ts';
import type { Item } from '../../parse/documents.ts';
import { toJson } from '../../../api/sorted-json.ts';
import { type Session, type Target, createObject, deleteObject, getObject, patchObject, warn } from '../../session.ts';

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const MAX_TRIES = 5;
const LONGEST_SECONDS = 600;

export interface Applied {
  readonly object: KubeObject;
  readonly result: 'created' | 'configured' | 'unchanged' | 'serverside-applied';
}

export interface ApplyOptions {
  readonly write: WriteOptions;
  /** Deletes and creates again what can't be changed. */
  readonly force?: boolean;
  /** False: what others have changed since the last apply is not changed back, but an error. */
  readonly overwrite?: boolean;
  /** Nothing is sent (`--dry-run=client`). */
  readonly pretend?: boolean;
  /** How it deletes. */
  readonly removal?: DeleteOptions;
  /** How long it waits then; 0 and undefined take ten minutes. */
  readonly timeoutMs?: number;
}

/**
 * Client-side apply of one object (kubectl/pkg/cmd/apply): creates what is not there; otherwise patches it with the three-way
 * difference between what was applied last, what is wanted, and what is there. What others have added stays.
 */
export async function applyItem(session: Session, item: Item, options: ApplyOptions): Promise<Applied> {
  if (item.name === '') throw unnamed(item);
  const modified = annotated(item.object);
  const current = await currentOf(session, item);
  if (current === undefined && options.pretend === true) return { object: modified, result: 'created' };
  if (current === undefined) return { object: await create(session, item, modified, options), result: 'created' };
  warnAbout(session, item, current);
  return patch(session, item, modified, current, options, MAX_TRIES);
}

async function currentOf(session: Session, item: Item): Promise<KubeObject | undefined> {
  try {
    return await getObject(session, item);
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
    throw error;
  }
}

async function create(session: Session, item: Item, modified: KubeObject, { write }: ApplyOptions): Promise<KubeObject> {
  try {
    return await createObject(session, item, asJson(modified), write);
  } catch (error) {
    throw withSource(error, 'creating', item.source);
  }
}

async function patch(
  session: Session,
  item: Item,
  modified: KubeObject,
  current: KubeObject,
  options: ApplyOptions,
  tries: number,
): Promise<Applied> {
  const body = threeWayPatch(modified, current);
  if (options.overwrite === false) assertNoConflict(body, modified, current, item);
  if (isEmpty(body)) return { object: current, result: 'unchanged' };
  if (options.pretend === true) return { object: current, result: 'configured' };
  const patchType = patchTypeOf(item.object);
  try {
    return { object: await patchObject(session, item, { patchType, body, options: options.write }), result: 'configured' };
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'Conflict' && tries > 0)
      return patch(session, item, modified, await getObject(session, item), options, tries - 1);
    if (error instanceof ApiError && options.force === true && (error.reason === 'Conflict' || error.reason === 'Invalid'))
      return { object: await recreate(session, item, modified, options), result: 'configured' };
    throw patchError(error, body, item);
  }
}

async function recreate(session: Session, item: Item, modified: KubeObject, options: ApplyOptions): Promise<KubeObject> {
  await deleteObject(session, item, options.removal ?? {});
  await untilGone(session, item, options.timeoutMs ?? 0);
  return create(session, item, modified, options);
}

async function untilGone(session: Session, target: Target, timeoutMs: number): Promise<void> {
  const seconds = timeoutMs === 0 ? LONGEST_SECONDS : Math.ceil(timeoutMs / 1000);
  for (let tries = 0; tries < seconds; tries++) {
    try {
      await getObject(session, target);
    } catch (error) {
      if (error instanceof ApiError && error.reason === 'NotFound') return;
      throw error;
    }
    await session.port.sleep(1000);
  }
  throw new CommandError('timed out waiting for the condition');
}

/** What brings the object that is there to what is wanted, and takes away what was applied before and is wanted no more. */
export function threeWayPatch(modified: KubeObject, current: KubeObject): JsonValue {
  const original = originalOf(current);
  const wanted = asJson(modified);
  const schema = schemaOf(modified);
  if (schema === undefined) return threeWayMergePatch(original, wanted, asJson(current));
  return threeWayStrategicPatch(original, wanted, asJson(current), schema);
}

/** Only patches of built-in kinds are looked at, as in kubectl. */
function assertNoConflict(patch: JsonValue, modified: KubeObject, current: KubeObject, item: Item): void {
  const schema = schemaOf(modified);
  const original = originalOf(current);
  if (schema === undefined || !isRecord(patch) || !isRecord(original)) return;
  const conflict = conflictText(patch, original, current as unknown as JsonObject, schema);
  if (conflict === undefined) return;
  const documents = [`original:\n${toJson(original)}`, `modified:\n${toJson(asJson(modified))}`, `current:\n${toJson(asJson(current))}`];
  throw withSource(new CommandError(conflict), `creating patch with:\n${documents.join('\n')}\nfor:`, item.source);
}

export function patchTypeOf(object: KubeObject): 'merge' | 'strategic' {
  return schemaOf(object) === undefined ? 'merge' : 'strategic';
}

/** Built-in kinds have merge keys; others are patched as plain JSON. */
function schemaOf({ apiVersion, kind }: KubeObject): string | undefined {
  return kindByGvk(apiVersion, kind)?.schema;
}

/** What the annotation remembers of the last apply. */
function originalOf(current: KubeObject): JsonValue {
  const text = current.metadata.annotations?.[LAST_APPLIED];
  return text === undefined ? {} : (JSON.parse(text) as JsonValue);
}

/** The object with itself in its annotation, as compact JSON and a newline. */
export function annotated(object: KubeObject): KubeObject {
  const bare = unannotated(object);
  const annotations = { ...bare.metadata.annotations, [LAST_APPLIED]: `${toJson(asJson(bare))}\n` };
  return { ...bare, metadata: { ...bare.metadata, annotations } };
}

/** What the annotation remembers: the object without it, but always with annotations. */
export function unannotated(object: KubeObject): KubeObject {
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata.annotations ?? {};
  return { ...object, metadata: { ...object.metadata, annotations } };
}

const MISSING =
  `is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources ` +
  'created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.';

function warnAbout(session: Session, { resource, name }: Item, current: KubeObject): void {
  if (current.metadata.annotations?.[LAST_APPLIED] === undefined) warn(session, `resource ${resource.resource}/${name} ${MISSING}`);
  if (current.metadata.deletionTimestamp !== undefined)
    warn(session, `Detected changes to resource ${name} which is currently being deleted.`);
}

function isEmpty(patch: JsonValue): boolean {
  return typeof patch === 'object' && patch !== null && Object.keys(patch).length === 0;
}

function asJson(object: KubeObject): JsonValue {
  return object as unknown as JsonValue;
}

function describeItem({ resource, name, namespace, source }: Item): string {
  const { group, version, kind } = resource;
  const gv = `${group}/${version}`;
  return `Resource: "${gv}, Resource=${resource.resource}", GroupVersionKind: "${gv}, Kind=${kind}"\nName: "${name}", Namespace: "${namespace}"\n${source === '' ? '' : `for: "${source}": `}`;
}

function unnamed(item: Item): CommandError {
  const where = describeItem(item).replace('\nfor: ', '\nfrom server for: ');
  return new CommandError(`error when retrieving current configuration of:\n${where}resource name may not be empty`);
}

/** A refusal of the values keeps the server's form (its causes are shown); other errors say what was tried. */
function patchError(error: unknown, body: JsonValue, item: Item): unknown {
  if (!(error instanceof ApiError)) return error;
  const doing = `error when applying patch:\n${toJson(body)}\nto:\n${describeItem(item)}`;
  return new ApiError({ ...error.status, message: `${doing}error when patching ${JSON.stringify(item.source)}: ${error.message}` });
}
