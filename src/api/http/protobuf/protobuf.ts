/**
 * Kubernetes' protobuf: what typed clients send and ask for. A body becomes the JSON that the same client would have sent, so that
 * nobody behind the HTTP translation has to know. Custom resources have no messages.
 */
import type { JsonObject, JsonValue } from '../../scalars.ts';
import type { ObjectType, Protobuf, ProtobufBody } from '../types.ts';
import { decodeMessage } from './decode.ts';
import { putMessage } from './encode.ts';
import { type Envelope, inEnvelope, openEnvelope, within } from './envelope.ts';
import { messageOfKind } from './messages.ts';
import { WireError } from './wire.ts';
import { newWriter, putBytes, putText, sizeOf, written } from './writer.ts';

export const PROTOBUF_CODEC: Protobuf = { read, write, frame };

function read(bytes: Uint8Array, expected: ObjectType): ProtobufBody {
  const envelope = attempt(() => openEnvelope(bytes));
  if (envelope instanceof WireError) return { type: undefined, fault: envelope.message };
  const type = { apiVersion: envelope.apiVersion || expected.apiVersion, kind: envelope.kind || expected.kind };
  const value = attempt(() => ({ ...type, ...content(envelope, type) }));
  return value instanceof WireError ? { type, fault: value.message } : { type, value };
}

/** Of a kind that has no message here, nothing is known but its name, by which it will be refused. */
function content({ raw }: Envelope, { apiVersion, kind }: ObjectType): { readonly [name: string]: JsonValue } {
  const message = messageOfKind(apiVersion, kind);
  return message === undefined ? {} : decodeMessage(raw, message);
}

function attempt<T>(task: () => T): T | WireError {
  try {
    return task();
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}

function write(body: ObjectType): Uint8Array | undefined {
  // The list of the core group's versions does not tell its own.
  const { apiVersion = '', kind } = body as Partial<ObjectType>;
  const message = messageOfKind(apiVersion || 'v1', kind ?? '');
  if (message === undefined) return undefined;
  return inEnvelope({ apiVersion, kind: kind ?? '' }, (writer) => putMessage(writer, message, body as unknown as JsonObject));
}

/** A WatchEvent: its type, and as its object's raw bytes the object in an envelope of its own. Four bytes of length, the greatest first. */
function frame(type: string, object: ObjectType): Uint8Array | undefined {
  const raw = write(object);
  if (raw === undefined) return undefined;
  const writer = newWriter();
  within(writer, 2, () => within(writer, 1, () => putBytes(writer, raw)));
  within(writer, 1, () => putText(writer, type));
  const size = sizeOf(writer);
  putBytes(writer, [size >>> 24, (size >>> 16) & 0xff, (size >>> 8) & 0xff, size & 0xff]);
  return written(writer);
}
