/** GET of lists, as requests from outside ask for them: selectors, pages that share one snapshot, reads of the past (registry/generic/registry/store.go, storage/etcd3). */
import { badRequestError, expiredError, failure } from '../../../api/errors.ts';
import { type FieldRequirement, matchesFields, parseFieldSelector } from '../../../api/fields.ts';
import type { KindDefinition } from '../../../api/kind.ts';
import { parseSelector } from '../../../api/label-parser.ts';
import { type Selector, matchesSelector } from '../../../api/labels.ts';
import { type KubeObject, apiVersionOf } from '../../../api/object.ts';
import type { KubeList, ListOptions } from '../../../api/request.ts';
import { decodeBase64, encodeBase64, utf8Bytes, utf8Text } from '../../../base/base64.ts';
import { type StoreState, scanObjects } from '../../store/store.ts';
import { type Server, tableName, viewOf } from '../server.ts';

const TOO_OLD_CONTINUE =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';
const TOO_OLD_EXACT = 'The resourceVersion for the provided list is too old.';

export function listObjects(server: Server, kind: KindDefinition, namespace: string, options: ListOptions = {}): KubeList {
  const matches = matcherOf(kind, options);
  const page = pageOf(server, options);
  const limit = options.limit !== undefined && options.limit > 0 ? options.limit : Number.POSITIVE_INFINITY;
  const items: KubeObject[] = [];
  let last = '';
  let remaining = 0;
  for (const [key, stored] of objectsAt(server.store, kind, namespace, page.revision, page.after)) {
    const object = viewOf(kind, stored);
    if (matches !== undefined && !matches(object)) continue;
    if (items.length < limit) {
      items.push(object);
      last = key;
    } else {
      remaining += 1;
      if (matches !== undefined) break;
    }
  }
  const more =
    remaining === 0
      ? {}
      : { continue: encodeContinue(page.revision, last), ...(matches === undefined ? { remainingItemCount: remaining } : {}) };
  return {
    kind: `${kind.type.kind}List`,
    apiVersion: apiVersionOf(kind.type),
    metadata: { resourceVersion: String(page.revision), ...more },
    items,
  };
}

/** Whether an object is selected; undefined when everything is. */
export function matcherOf(kind: KindDefinition, options: ListOptions): ((object: KubeObject) => boolean) | undefined {
  const labels: Selector | undefined = options.labelSelector ? parseSelector(options.labelSelector) : undefined;
  const fields = options.fieldSelector ? checkedFields(kind, options.fieldSelector) : undefined;
  if (labels === undefined && fields === undefined) return undefined;
  return (object) =>
    (labels === undefined || matchesSelector(labels, object.metadata.labels)) &&
    (fields === undefined || matchesFields(fields, (field) => fieldOf(kind, object, field)));
}

function checkedFields(kind: KindDefinition, text: string): readonly FieldRequirement[] {
  const requirements = parseFieldSelector(text);
  for (const { field } of requirements) {
    if (field === 'metadata.name' || field === 'metadata.namespace' || kind.selectableFields.includes(field)) continue;
    throw badRequestError(
      kind.selectableFields.length > 0
        ? `field label not supported: ${field}`
        : `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
    );
  }
  return requirements;
}

function fieldOf(kind: KindDefinition, object: KubeObject, field: string): string {
  if (field === 'metadata.name') return object.metadata.name ?? '';
  if (field === 'metadata.namespace') return object.metadata.namespace ?? '';
  return kind.fieldValue?.(object, field) ?? '';
}

/** The snapshot that is read, and the key after which the page begins. */
function pageOf(server: Server, options: ListOptions): { revision: number; after: string } {
  const { revision: head, compacted } = server.store;
  if (options.continue) {
    const token = decodeContinue(options.continue);
    if (token.revision >= compacted) return token;
    throw expiredError(TOO_OLD_CONTINUE, encodeContinue(-1, token.after));
  }
  const asked = options.resourceVersion ?? '';
  if (asked === '' || asked === '0') return { revision: head, after: '' };
  if (!/^\d+$/.test(asked)) throw failure(500, '', `invalid resource version "${asked}"`);
  if (Number(asked) > head) throw tooLarge(asked, head);
  if (options.resourceVersionMatch !== 'Exact') return { revision: head, after: '' };
  if (Number(asked) < compacted) throw expiredError(TOO_OLD_EXACT);
  return { revision: Number(asked), after: '' };
}

function tooLarge(asked: string, head: number): Error {
  return failure(504, 'Timeout', `Timeout: Too large resource version: ${asked}, current: ${head}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

/** Objects as they were at `revision`: the present, with the log undone back to it. */
function* objectsAt(
  store: StoreState,
  kind: KindDefinition,
  namespace: string,
  revision: number,
  after: string,
): Generator<[string, KubeObject]> {
  const resource = tableName(kind);
  const prefix = kind.type.namespaced && namespace !== '' ? `${namespace}/` : '';
  if (revision < 0 || revision === store.revision) {
    yield* scanObjects(store, resource, prefix, after);
    return;
  }
  const past = new Map(scanObjects(store, resource, prefix, after));
  for (let index = store.log.length - 1; index >= revision - store.compacted; index -= 1) {
    const entry = store.log[index];
    if (entry === undefined || entry.resource !== resource || !entry.key.startsWith(prefix) || entry.key <= after) continue;
    if (entry.previous === undefined) past.delete(entry.key);
    else past.set(entry.key, entry.previous);
  }
  yield* [...past].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A token names a snapshot and a key; revision -1 stands for "whatever is newest", as upstream hands out after a compaction. */
function encodeContinue(revision: number, start: string): string {
  return encodeBase64(utf8Bytes(JSON.stringify({ v: 'meta.k8s.io/v1', rv: revision, start })))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}

function decodeContinue(token: string): { revision: number; after: string } {
  const bytes = decodeBase64(token.replaceAll('-', '+').replaceAll('_', '/'));
  try {
    const parsed = JSON.parse(utf8Text(bytes ?? [])) as { v?: unknown; rv?: unknown; start?: unknown };
    if (parsed.v === 'meta.k8s.io/v1' && typeof parsed.rv === 'number' && typeof parsed.start === 'string')
      return { revision: parsed.rv, after: parsed.start };
  } catch {
    // Falls through to the one answer for every token that is not ours.
  }
  throw badRequestError('continue key is not valid: illegal base64 data at input byte 0');
}
