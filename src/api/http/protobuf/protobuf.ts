/**
 * Kubernetes' protobuf: what typed clients send and ask for. A body becomes the JSON that the same client would have sent, so that
 * nobody behind the HTTP translation has to know. Custom resources have no messages.
 */
import type { JsonValue } from '../../scalars.ts';
import type { ObjectType, Protobuf, ProtobufBody } from '../types.ts';
import { decodeMessage } from './decode.ts';
import { type Envelope, openEnvelope } from './envelope.ts';
import { messageOfKind } from './messages.ts';
import { WireError } from './wire.ts';

export const PROTOBUF_CODEC: Protobuf = { read };

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
