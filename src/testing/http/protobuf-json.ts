/** Answers in protobuf as the JSON that would have been sent instead. */
import { textOfBytes } from '../../base/utf8.ts';
import { PROTOBUF_CODEC } from '../../api/http/protobuf/protobuf.ts';
import { readPart, readVarint, readerOf, textOf } from '../../api/http/protobuf/wire.ts';
import type { HttpAnswer } from '../../api/http/types.ts';
import { kindByGvk } from '../../api/kinds/registry.ts';
import { isRecord } from '../../api/patch/record.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import { asWritten } from '../../api/written.ts';

/** Of what does not tell its version. */
const CORE = { apiVersion: 'v1', kind: '' };

/** What JSON would have shown: a message does not tell what is null, nor empty lists. */
export function jsonOf(bytes: Uint8Array): JsonValue {
  const read = PROTOBUF_CODEC.read(bytes, CORE);
  if ('fault' in read) throw new Error(read.fault);
  const { type, value } = read;
  const items = kindByGvk(type.apiVersion, type.kind.replace(/List$/, ''));
  if (items === undefined || !isRecord(value)) return value;
  if (items.type.kind === type.kind) return asWritten(value, items.schema);
  const list = Array.isArray(value['items']) ? (value['items'] as readonly JsonObject[]) : [];
  return { ...value, items: list.map((item) => asWritten(item, items.schema)) };
}

/** A line for a frame of a watch's stream. */
export function lineOfFrame(frame: Uint8Array): string {
  const reader = readerOf(frame);
  const length = new DataView(frame.buffer, frame.byteOffset).getUint32(0);
  if (length !== frame.length - 4) throw new Error(`a frame of ${frame.length} bytes says that it has ${length}`);
  reader.at = 4;
  const [type, object] = [1, 2].map((number) => {
    if (readVarint(reader).low !== number * 8 + 2) throw new Error(`no field ${number}`);
    return readPart(reader);
  });
  if (type === undefined || object === undefined) throw new Error('no event');
  readVarint(object);
  const raw = readPart(object);
  return `${JSON.stringify({ type: textOf(type), object: jsonOf(raw.bytes.subarray(raw.at, raw.end)) })}\n`;
}

/** Of an answer that is text. */
export function textOfBody({ body }: HttpAnswer): string {
  return typeof body === 'string' ? body : textOfBytes(body);
}
