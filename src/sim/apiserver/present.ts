/** The last step of an answer: objects as Go writes them, and Tables for who asked for them. */
import type { KindDefinition } from '../../api/kind.ts';
import type { KubeObject } from '../../api/object.ts';
import type { ApiResponse, KubeList, Table, WatchEvent, WatchStart } from '../../api/request.ts';
import { asWritten } from '../../api/written.ts';
import { shown } from './managed-fields/show.ts';
import type { Server } from './server.ts';
import { tableOf } from './table.ts';

type Show = (object: KubeObject) => KubeObject;

export function presented(server: Server, kind: KindDefinition, response: ApiResponse, asTable: boolean): ApiResponse {
  const { body } = response;
  const show: Show = (object) => objectOf(server, kind, object);
  const now = server.now();
  if (isStart(body))
    return { ...response, body: { ...body, events: body.events.map((event) => eventOf(kind, event, asTable, now, show)) } };
  if (!('metadata' in body) || body.kind === 'Status') return response;
  const written = 'items' in body ? listOf(body, show) : show(body);
  if (asTable) return { ...response, body: tableOf(kind, written, now) };
  return written === body ? response : { ...response, body: written };
}

/**
 * The same for the answer to a write. Whoever writes seldom reads what comes back, so it is made when somebody does. What an object looks
 * like follows from the object alone, unless its definition may be another one by then.
 */
export function presentedWrite(server: Server, kind: KindDefinition, response: ApiResponse, asTable: boolean): ApiResponse {
  if (asTable || kind.custom !== undefined) return presented(server, kind, response, asTable);
  const { code, warnings } = response;
  let made: ApiResponse | undefined;
  return {
    code,
    get body() {
      made ??= presented(server, kind, response, false);
      return made.body;
    },
    warnings,
  };
}

function isStart(body: ApiResponse['body']): body is WatchStart {
  return body.kind === 'WatchStart';
}

function eventOf(kind: KindDefinition, event: WatchEvent, asTable: boolean, now: number, show: Show): WatchEvent {
  if (event.type === 'ERROR' || event.type === 'BOOKMARK') return event;
  const object = show(event.object);
  const shown: KubeObject | Table = asTable ? tableOf(kind, object, now) : object;
  return { type: event.type, object: shown };
}

function listOf(list: KubeList, show: Show): KubeList {
  const items = list.items.map(show);
  return items.every((item, index) => item === list.items[index]) ? list : { ...list, items };
}

/** The same answer for the same stored object, so that whoever writes it as text needs to do so once. */
function objectOf(server: Server, kind: KindDefinition, object: KubeObject): KubeObject {
  const known = PRESENTED.get(object);
  if (known?.kind === kind) return known.result;
  const result = written(server, kind, object);
  PRESENTED.set(object, { kind, result });
  return result;
}

const PRESENTED = new WeakMap<KubeObject, { readonly kind: KindDefinition; readonly result: KubeObject }>();

function written(server: Server, kind: KindDefinition, object: KubeObject): KubeObject {
  if (object.kind !== kind.type.kind) return asWritten(object, object.kind);
  const managed = shown(server, kind, object);
  if (kind.custom !== undefined) return managed;
  return keepsEmptyLists(kind) ? asWritten(managed, kind.schema, new Map()) : asWritten(managed, kind.schema);
}

/** What was never stored, and definitions, which are stored as JSON. */
function keepsEmptyLists({ virtual, type }: KindDefinition): boolean {
  return virtual === true || type.group === 'apiextensions.k8s.io';
}
