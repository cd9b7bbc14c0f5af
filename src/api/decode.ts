import { decodeCustom } from './decode-custom.ts';
import { decodeShared } from './decode-shared.ts';
import { KIND_STRUCT, newContext, typeName } from './decode-context.ts';
import { badRequestError, failure, invalidError } from './errors.ts';
import { fieldErrorBody, fieldErrorText, invalid } from './field-error.ts';
import type { KindDefinition } from './kind.ts';
import { KINDS, kindByGvk } from './kinds/registry.ts';
import { type KubeObject, type ResourceType, apiVersionOf, groupVersionOf } from './object.ts';
import { patchedText } from './go-text.ts';
import { OLD_VERSIONS } from './old-versions.ts';
import { goText } from './patch/error.ts';
import { isRecord } from './patch/record.ts';
import type { PatchType, RepeatedFields } from './request.ts';
import type { JsonObject, JsonValue } from './scalars.ts';
import { type Parts, asWritten } from './written.ts';

/**
 * From JSON to an object of a kind, as the API server's decoder does it: wrong types are refused in the words of Go's
 * JSON decoder, unknown fields are dropped (and reported), nulls and empty optional values count as absent, quantities
 * and times get their canonical form. What is unchanged keeps its identity.
 */
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

export interface Decoded {
  readonly object: KubeObject;
  /** Texts for Warning headers. */
  readonly warnings: readonly string[];
}

export function decodeObject(body: JsonValue, kind: DecodedKind, mode: FieldValidation, repeated?: RepeatedFields): Decoded {
  const record = recordOf(body, kind.type.kind);
  if (kind.custom === undefined) checkKind(record, kind.type);
  else checkCustomKind(record, kind.type);
  const { decoded, refusal } = decodeAs(record, kind, mode, repeated);
  if (refusal !== undefined) throw badRequestError(cannotHandle(kind.type.kind, kind.type.version, kind.type.kind, refusal));
  return decoded;
}

/**
 * The same for what a patch made of an object, whose faults the server blames on the patch (422). It quotes the patched
 * object, for a strategic merge patch the patch. `before` is the object that the patch was applied to.
 */
export function decodePatched(
  patched: JsonValue,
  patch: JsonValue,
  patchType: PatchType,
  kind: DecodedKind,
  mode: FieldValidation,
  repeated?: RepeatedFields,
  before?: JsonValue,
): Decoded {
  const record = isRecord(patched) ? patched : {};
  const { decoded, refusal } = decodeAs(record, kind, mode, repeated, patchType === 'strategic');
  const why = kindFinding(record, kind.type) ?? refusal;
  if (why === undefined) return decoded;
  const finding = invalid('patch', patchType === 'strategic' ? goText(patch) : textOfPatched(record, before, kind), why);
  const cause = { reason: finding.type, message: fieldErrorBody(finding), field: finding.field };
  throw failure(422, 'Invalid', ` "" is invalid: ${fieldErrorText(finding)}`, { causes: [cause] });
}

type DecodedKind = Pick<KindDefinition, 'type' | 'schema' | 'custom'>;

function decodeAs(
  record: JsonObject,
  kind: DecodedKind,
  mode: FieldValidation,
  repeated: RepeatedFields = {},
  converts = false,
): { decoded: Decoded; refusal: string | undefined } {
  const context = newContext(converts);
  const { custom, schema, type } = kind;
  const object = withKind(custom === undefined ? decodeShared(record, schema, context) : decodeCustom(record, custom, context), type);
  const { complaints = [] } = repeated;
  const findings = mode === 'Ignore' ? [] : fieldFindings(context.unknown, repeated.fields ?? []);
  const strict = [...(complaints.length === 0 ? [] : [`yaml: unmarshal errors:\n  ${complaints.join('\n  ')}`]), ...findings];
  const refusal = mode === 'Strict' && strict.length > 0 ? `strict decoding error: ${strict.join(', ')}` : undefined;
  return { decoded: { object, warnings: mode === 'Warn' ? [...complaints, ...findings] : [] }, refusal: context.failure ?? refusal };
}

/** Fields that nobody knows and fields that occur twice, in the order of the text. Below an unknown field nothing is looked at. */
function fieldFindings(unknown: readonly string[], order: readonly string[]): string[] {
  const unknownText = (field: string) => `unknown field "${field}"`;
  if (order.length === 0) return unknown.map(unknownText);
  const strange = new Set(unknown);
  const seen = new Set<string>();
  const findings: string[] = [];
  for (const field of order) {
    const isNew = !seen.has(field);
    seen.add(field);
    if (strange.has(field)) findings.push(unknownText(field));
    else if (!isNew && !isBelow(field, strange)) findings.push(`duplicate field "${field}"`);
  }
  return [...new Set([...findings, ...unknown.map(unknownText)])];
}

function isBelow(field: string, strange: ReadonlySet<string>): boolean {
  return [...strange].some((other) => field.startsWith(`${other}.`) || field.startsWith(`${other}[`));
}

function textOfPatched(record: JsonObject, before: JsonValue | undefined, { schema, custom }: DecodedKind): string {
  if (custom !== undefined) return patchedText(record, undefined, '');
  const parts: Parts = new Map();
  return patchedText(asWritten(record, schema, parts), isRecord(before) ? asWritten(before, schema, parts) : undefined, schema);
}

function cannotHandle(given: string, version: string, expected: string, why: string): string {
  return `${given} in version "${version}" cannot be handled as a ${expected}: ${why}`;
}

/** `null` decodes like an empty object; other values have no kind that could be read. */
function recordOf(body: JsonValue, kind: string): JsonObject {
  if (body === null) return {};
  if (isRecord(body)) {
    const bad = ['apiVersion', 'kind'].find((field) => !isText(body[field]));
    if (bad === undefined) return body;
    throw unrecognized(kind, `json: cannot unmarshal ${typeName(body[bad] ?? null)} into Go struct field .${bad} of type string`, body);
  }
  throw unrecognized(kind, `json: cannot unmarshal ${typeName(body)} into Go value of type ${KIND_STRUCT}`, body);
}

function isText(value: JsonValue | undefined): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

const SHOWN_BYTES = 30;

function unrecognized(kind: string, why: string, body: JsonValue) {
  const text = JSON.stringify(body);
  const shown = text.startsWith('{') ? text.slice(0, SHOWN_BYTES) : hex(text.slice(0, SHOWN_BYTES));
  const more = text.length > SHOWN_BYTES ? ' ...' : '';
  return badRequestError(
    `the object provided is unrecognized (must be of type ${kind}): couldn't get version/kind; json parse error: ${why} (${shown}${more})`,
  );
}

function hex(text: string): string {
  return Array.from(text, (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

/** A body may leave out apiVersion and kind; if it names them they must be those of the URL. */
function checkKind(record: JsonObject, type: ResourceType): void {
  const { apiVersion, kind } = kindOf(record, type);
  const finding = kindFinding(record, type);
  if (finding !== undefined) throw badRequestError(cannotHandle(kind, groupVersionOf(apiVersion).version, type.kind, finding));
  if (apiVersion === apiVersionOf(type)) return;
  throw badRequestError(`the API version in the data (${apiVersion}) does not match the expected API version (${apiVersionOf(type)})`);
}

/** Any kind can be read as a custom resource, so a wrong one is a matter of validation. */
function checkCustomKind(record: JsonObject, type: ResourceType): void {
  const { apiVersion, kind } = kindOf(record, type);
  if (apiVersion !== apiVersionOf(type))
    throw badRequestError(`the API version in the data (${apiVersion}) does not match the expected API version (${apiVersionOf(type)})`);
  const { metadata } = record;
  const name = isRecord(metadata) && typeof metadata['name'] === 'string' ? metadata['name'] : '';
  if (kind !== type.kind) throw invalidError({ group: type.group, kind }, name, [invalid('kind', kind, `must be ${type.kind}`)]);
}

function kindOf(record: JsonObject, type: ResourceType): { apiVersion: string; kind: string } {
  return {
    apiVersion: textOf(record['apiVersion']) || apiVersionOf(type),
    kind: textOf(record['kind']) || type.kind,
  };
}

/** A patch may have put anything there; what is no text is refused as such later on. */
function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function kindFinding(record: JsonObject, type: ResourceType): string | undefined {
  const { apiVersion, kind } = kindOf(record, type);
  if (kind === type.kind && apiVersion === apiVersionOf(type)) return undefined;
  if (!isRegistered(apiVersion, kind))
    return `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/api/legacyscheme/scheme.go:30"`;
  if (kind === type.kind) return undefined;
  const internal = `${type.group === '' ? 'core' : (type.group.split('.')[0] ?? '')}.${type.kind}`;
  return `converting (${groupVersionOf(apiVersion).version}.${kind}) to (${internal}): unknown conversion`;
}

/** Kinds that every group has. */
const COMMON: ReadonlySet<string> = new Set([
  'CreateOptions',
  'DeleteOptions',
  'GetOptions',
  'ListOptions',
  'PatchOptions',
  'UpdateOptions',
  'WatchEvent',
]);
/** Kinds that are sent without being resources, and those of the core group that stand for the options of a request. */
const BODIES: ReadonlySet<string> = new Set([
  ...['List', 'Status', 'Binding', 'APIGroup', 'APIGroupList', 'APIResourceList', 'APIVersions'].map((kind) => `v1 ${kind}`),
  ...['Node', 'Pod', 'Service'].map((kind) => `v1 ${kind}ProxyOptions`),
  ...['Attach', 'Exec', 'Log', 'PortForward'].map((verb) => `v1 Pod${verb}Options`),
  ...['PodStatusResult', 'RangeAllocation', 'SerializedReference'].map((kind) => `v1 ${kind}`),
  'autoscaling/v1 Scale',
  'policy/v1 Eviction',
]);
const LIST_SUFFIX = /List$/;

/** Whether a kind is no resource, but what a request or an answer carries. */
export function isBody(apiVersion: string, kind: string): boolean {
  return BODIES.has(`${apiVersion} ${kind}`) || COMMON.has(kind);
}

/** Whether the server can read the kind at all. */
function isRegistered(apiVersion: string, kind: string): boolean {
  const [exact, item] = [kind, kind.replace(LIST_SUFFIX, '')];
  if (kindByGvk(apiVersion, exact) !== undefined || kindByGvk(apiVersion, item) !== undefined || BODIES.has(`${apiVersion} ${kind}`))
    return true;
  const old = Object.hasOwn(OLD_VERSIONS, apiVersion) ? OLD_VERSIONS[apiVersion]?.split(' ') : undefined;
  if (old?.includes(exact) === true || old?.includes(item) === true) return true;
  return COMMON.has(kind) && (old !== undefined || KINDS.some(({ type }) => apiVersionOf(type) === apiVersion));
}

function withKind(value: JsonObject, type: ResourceType): KubeObject {
  const object = value as unknown as KubeObject;
  if (object.apiVersion && object.kind && object.metadata) return object;
  return { ...object, apiVersion: apiVersionOf(type), kind: type.kind, metadata: object.metadata ?? {} };
}
