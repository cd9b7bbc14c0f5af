/** Managers of requests from outside are worked out at once (k8s.io/apimachinery/pkg/util/managedfields/internal/fieldmanager.go). */
import { type FieldSet, sameSet } from '../../../api/apply/field-set.ts';
import {
  type Manager,
  type Managers,
  NO_MANAGERS,
  identifierOf,
  isReset,
  readManagers,
  writeManagers,
} from '../../../api/apply/managers.ts';
import { sameShape } from '../../../api/apply/same-shape.ts';
import { type TypedSchema, listOf, recordOf } from '../../../api/apply/typed-schema.ts';
import { trackUpdate } from '../../../api/apply/updater.ts';
import type { KindDefinition } from '../../../api/kind.ts';
import { type KubeObject, apiVersionOf } from '../../../api/object.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { formatTime } from '../../../api/time.ts';
import type { RequestScope } from '../server.ts';
import { managersOf } from './show.ts';
import type { FieldTracker, ManagedFields } from './tracker.ts';
import { schemaOf, trackingOf } from './tracking.ts';

/** For requests whose manager has this name. */
export function tracker(manager: string): FieldTracker {
  return {
    manager,
    created: (scope, draft) => {
      const { managedFields } = draft.metadata;
      const given = managedFields === undefined ? NO_MANAGERS : (readManagers(managedFields) ?? NO_MANAGERS);
      return given.size === 0 ? entriesOfNew(scope, manager, draft) : writeManagers(tracked(scope, manager, '', NOTHING, draft, given));
    },
    updated: (scope, stored, next, subresource, changed) => {
      const live = managersOf(scope.server, scope.kind, stored);
      const base = managersFor(live, next, subresource);
      const managers = base.size === 0 ? base : tracked(scope, manager, subresource, stored, next, base);
      return entriesAfter(stored, live, managers, changed);
    },
  };
}

const NOTHING = {} as KubeObject;

/** The last new object of each type, with what there is in it, and what was written of its manager. */
interface Last {
  readonly draft: KubeObject;
  readonly set: FieldSet;
  readonly kind: KindDefinition;
  readonly manager: string;
  readonly time: string;
  readonly entries: ManagedFields;
}

const LAST = new WeakMap<TypedSchema, Last>();

/** Objects that are created one after the other mostly have the same fields and then share one set, and those of one second all of it. */
function entriesOfNew(scope: RequestScope, manager: string, draft: KubeObject): ManagedFields {
  const { kind, server } = scope;
  const schema = schemaOf(kind);
  const time = formatTime(server.now());
  const last = LAST.get(schema);
  const isAlike = last !== undefined && sameShape(schema, json(last.draft), json(draft));
  if (isAlike && last.kind === kind && last.manager === manager && last.time === time) return last.entries;
  const managers = isAlike
    ? soleManager({ manager, operation: 'Update', apiVersion: apiVersionOf(kind.type), subresource: '' }, last.set, time)
    : tracked(scope, manager, '', NOTHING, draft, NO_MANAGERS);
  const entries = writeManagers(managers);
  for (const { set } of managers.values()) LAST.set(schema, { draft, set, kind, manager, time, entries });
  return entries;
}

function soleManager(writer: Manager, set: FieldSet, time: string): Managers {
  return new Map([[identifierOf(writer), { ...writer, set, time }]]);
}

function json(object: KubeObject): JsonValue {
  return object as unknown as JsonValue;
}

/** For a write whose managers are known: those before it and after it. */
export function given(manager: string, live: Managers, managers: Managers): FieldTracker {
  return {
    manager,
    created: () => writeManagers(managers),
    updated: (_scope, stored, _next, _subresource, changed) => entriesAfter(stored, live, managers, changed),
  };
}

/** An empty list asks to forget all managers, which decoding takes for no list. */
export function withEmptyList(object: KubeObject, sent: JsonValue): KubeObject {
  const list = recordOf(recordOf(sent)?.['metadata'])?.['managedFields'];
  if (listOf(list)?.length !== 0) return object;
  return { ...object, metadata: { ...object.metadata, managedFields: [] } };
}

function tracked(
  scope: RequestScope,
  manager: string,
  subresource: string,
  live: KubeObject,
  next: KubeObject,
  managers: Managers,
): Managers {
  const tracking = trackingOf(scope.server, scope.kind, subresource, formatTime(scope.server.now()));
  const writer = { manager, operation: 'Update', apiVersion: apiVersionOf(scope.kind.type), subresource } as const;
  return trackUpdate(tracking, json(live), json(next), managers, writer);
}

/** A client may rewrite the list, or reset it; one that it breaks or leaves out stays as it was. */
function managersFor(live: Managers, next: KubeObject, subresource: string): Managers {
  const { managedFields } = next.metadata;
  if (subresource !== '' || managedFields === undefined || managedFields === null) return live;
  if (isReset(managedFields)) return NO_MANAGERS;
  const read = readManagers(managedFields);
  return read === undefined || read.size === 0 ? live : read;
}

/** New times alone are no reason to write. */
function entriesAfter(stored: KubeObject, live: Managers, managers: Managers, changed: boolean): ManagedFields {
  return !changed && isSame(live, managers) ? stored.metadata.managedFields : writeManagers(managers);
}

function isSame(a: Managers, b: Managers): boolean {
  if (a.size !== b.size) return false;
  for (const [id, { set, apiVersion }] of a) {
    const other = b.get(id);
    if (other === undefined || other.apiVersion !== apiVersion || !sameSet(set, other.set)) return false;
  }
  return true;
}
