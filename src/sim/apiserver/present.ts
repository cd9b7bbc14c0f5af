/** The last step of an answer: objects as Go writes them, and Tables for who asked for them. */
import type { KindDefinition } from '../../api/kind.ts';
import type { KubeObject } from '../../api/object.ts';
import type { ApiResponse, KubeList, Table, WatchEvent, WatchStart } from '../../api/request.ts';
import { asWritten } from '../../api/written.ts';
import { tableOf } from './table.ts';

export function presented(kind: KindDefinition, response: ApiResponse, asTable: boolean, now: number): ApiResponse {
  const { body } = response;
  if (isStart(body)) return { ...response, body: { ...body, events: body.events.map((event) => eventOf(kind, event, asTable, now)) } };
  if (!('metadata' in body) || body.kind === 'Status') return response;
  const written = 'items' in body ? listOf(kind, body) : objectOf(kind, body as KubeObject);
  if (asTable) return { ...response, body: tableOf(kind, written, now) };
  return written === body ? response : { ...response, body: written };
}

function isStart(body: ApiResponse['body']): body is WatchStart {
  return body.kind === 'WatchStart';
}

function eventOf(kind: KindDefinition, event: WatchEvent, asTable: boolean, now: number): WatchEvent {
  if (event.type === 'ERROR' || event.type === 'BOOKMARK') return event;
  const object = objectOf(kind, event.object);
  const shown: KubeObject | Table = asTable ? tableOf(kind, object, now) : object;
  return { type: event.type, object: shown };
}

function listOf(kind: KindDefinition, list: KubeList): KubeList {
  const items = list.items.map((item) => objectOf(kind, item));
  return items.every((item, index) => item === list.items[index]) ? list : { ...list, items };
}

function objectOf(kind: KindDefinition, object: KubeObject): KubeObject {
  if (object.kind !== kind.type.kind) return asWritten(object, object.kind);
  return kind.custom !== undefined ? object : asWritten(object, kind.schema);
}
