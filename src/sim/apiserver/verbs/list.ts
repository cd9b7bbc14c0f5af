/** GET of lists, as requests from outside ask for them: selectors, pages that share one snapshot, reads of the past (registry/generic/registry/store.go, storage/etcd3). */
import { badRequestError, expiredError, invalidError } from '../../../api/errors.ts';
import { type FieldError, forbidden, notSupported } from '../../../api/field-error.ts';
import { matchesFields } from '../../../api/fields.ts';
import type { KindDefinition } from '../../../api/kind.ts';
import { parseSelector } from '../../../api/label-parser.ts';
import { type Selector, matchesSelector } from '../../../api/labels.ts';
import { type KubeObject, apiVersionOf } from '../../../api/object.ts';
import type { KubeList, ListOptions } from '../../../api/request.ts';
import { type StoreState, scanObjects } from '../../store/store.ts';
import { type Server, tableName, viewOf } from '../server.ts';
import { decodeContinue, encodeContinue } from './continue-token.ts';
import { fieldRequirements, fieldValue } from './field-labels.ts';
import { tooLarge, versionFinding } from './versions.ts';

const TOO_OLD_CONTINUE =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';
const TOO_OLD_EXACT = 'The resourceVersion for the provided list is too old.';

export function listObjects(server: Server, kind: KindDefinition, namespace: string, options: ListOptions = {}): KubeList {
  assertOptions(options);
  const matches = matcherOf(kind, options);
  const prefix = kind.type.namespaced && namespace !== '' ? `${namespace}/` : '';
  const page = pageOf(server, options, prefix);
  const limit = limitOf(options);
  const items: KubeObject[] = [];
  let last = '';
  let remaining = 0;
  for (const [key, stored] of objectsAt(server.store, kind, prefix, page)) {
    if (items.length >= limit) {
      remaining += 1;
      if (matches !== undefined) break;
      continue;
    }
    const object = viewOf(kind, stored);
    if (matches !== undefined && !matches(object)) continue;
    items.push(object);
    last = key;
  }
  const start = `${last.slice(prefix.length)}\0`;
  const token = () => encodeContinue({ revision: page.revision < 0 ? server.store.revision : page.revision, start });
  const more = remaining === 0 ? {} : { continue: token(), ...(matches === undefined ? { remainingItemCount: remaining } : {}) };
  return {
    kind: kind.listKind ?? `${kind.type.kind}List`,
    apiVersion: apiVersionOf(kind.type),
    metadata: {
      ...(kind.custom === undefined ? {} : { continue: '' }),
      resourceVersion: String(page.revision < 0 ? server.store.revision : page.revision),
      ...more,
    },
    items,
  };
}

/** What comes from any cache comes whole. */
function limitOf({ limit = 0, resourceVersion }: ListOptions): number {
  return limit > 0 && resourceVersion !== '0' ? limit : Number.POSITIVE_INFINITY;
}

/** apimachinery/pkg/apis/meta/internalversion/validation. */
function assertOptions({ resourceVersion = '', resourceVersionMatch: match, continue: more, sendInitialEvents }: ListOptions): void {
  const errors: FieldError[] = [];
  const refuse = (why: string) => errors.push(forbidden('resourceVersionMatch', why));
  if (match !== undefined) {
    if (resourceVersion === '') refuse('resourceVersionMatch is forbidden unless resourceVersion is provided');
    if (more) refuse('resourceVersionMatch is forbidden when continue is provided');
    if (match !== 'Exact' && match !== 'NotOlderThan')
      errors.push(notSupported('resourceVersionMatch', match, ['Exact', 'NotOlderThan', '']));
    if (match === 'Exact' && resourceVersion === '0') refuse('resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
  if (sendInitialEvents !== undefined) errors.push(forbidden('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  if (errors.length > 0) throw invalidError({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors);
}

/** Whether an object is selected; undefined when everything is. */
export function matcherOf(kind: KindDefinition, options: ListOptions): ((object: KubeObject) => boolean) | undefined {
  const labels: Selector | undefined = options.labelSelector ? parseSelector(options.labelSelector) : undefined;
  const fields = options.fieldSelector ? fieldRequirements(kind, options.fieldSelector) : undefined;
  if (labels === undefined && fields === undefined) return undefined;
  return (object) =>
    (labels === undefined || matchesSelector(labels, object.metadata.labels)) &&
    (fields === undefined || matchesFields(fields, (field) => fieldValue(kind, object, field)));
}

/** The snapshot that is read, and where the page begins. A negative revision stands for the newest. */
interface Page {
  readonly revision: number;
  /** The first key, or the one before it when `after`. */
  readonly from: string;
  readonly after: boolean;
}

function pageOf(server: Server, options: ListOptions, prefix: string): Page {
  const { revision: head, compacted } = server.store;
  const { resourceVersion: asked = '', resourceVersionMatch: match, limit = 0 } = options;
  if (options.continue) {
    const { revision, start } = decodeContinue(options.continue);
    if (asked !== '' && asked !== '0') throw badRequestError('specifying resource version is not allowed when using continue');
    if (revision >= 0 && revision < compacted) throw expiredError(TOO_OLD_CONTINUE, encodeContinue({ revision: -1, start }));
    if (revision > head) throw tooLarge(String(revision), head);
    const after = start.endsWith('\0');
    return { revision, from: prefix + (after ? start.slice(0, -1) : start), after };
  }
  const whole = { from: '', after: true };
  if (asked === '') return { revision: head, ...whole };
  const finding = versionFinding(asked);
  if (finding !== undefined) throw badRequestError(`invalid resource version: ${finding}`);
  const isExact = match === 'Exact' || (match === undefined && limit > 0 && Number(asked) > 0);
  if (Number(asked) > head) throw tooLarge(asked, head, isExact ? 0 : 1);
  if (!isExact) return { revision: head, ...whole };
  if (Number(asked) < compacted) throw expiredError(TOO_OLD_EXACT);
  return { revision: Number(asked), ...whole };
}

/** Objects as they were: the present, with the log undone back to the revision of the page. */
function* objectsAt(
  store: StoreState,
  kind: KindDefinition,
  prefix: string,
  { revision, from, after }: Page,
): Generator<[string, KubeObject]> {
  const resource = tableName(kind);
  const isOnPage = (key: string) => key.startsWith(prefix) && (after ? key > from : key >= from);
  if (revision < 0 || revision === store.revision) {
    for (const entry of scanObjects(store, resource, prefix, after ? from : '')) if (isOnPage(entry[0])) yield entry;
    return;
  }
  const past = new Map(scanObjects(store, resource, prefix));
  for (let index = store.log.length - 1; index >= revision - store.compacted; index -= 1) {
    const entry = store.log[index];
    if (entry === undefined || entry.resource !== resource || !isOnPage(entry.key)) continue;
    if (entry.previous === undefined) past.delete(entry.key);
    else past.set(entry.key, entry.previous);
  }
  for (const entry of [...past].toSorted(([a], [b]) => (a < b ? -1 : 1))) if (isOnPage(entry[0])) yield entry;
}
