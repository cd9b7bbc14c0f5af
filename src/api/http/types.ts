import type { JsonValue } from '../scalars.ts';

/** An exchange over HTTP as data. What carries it (a socket, a test) is somebody else's business. */
export interface HttpRequest {
  readonly method: string;
  /** As on the wire, percent-encoded, without the query. */
  readonly path: string;
  /** Decoded pairs in the order of the URL. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or the bytes of what is no text. */
  readonly body: string | Uint8Array;
}

export interface HttpAnswer {
  readonly code: number;
  readonly contentType: string;
  /** Whole values of Warning headers, one header each. */
  readonly warnings: readonly string[];
  /** Other headers, Retry-After for one. */
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or the bytes of what is no text. */
  readonly body: string | Uint8Array;
}

/** What names the type of an object. */
export interface ObjectType {
  readonly apiVersion: string;
  readonly kind: string;
}

/** Kubernetes' protobuf (`protobuf/`). Its table of messages is large, so only who needs it has it. */
export interface Protobuf {
  /** `expected` is the type of a body that does not name its own. */
  read(bytes: Uint8Array, expected: ObjectType): ProtobufBody;
  /** An object, a list or a Status; undefined for what has no message. */
  write(body: ObjectType): Uint8Array | undefined;
  /** One event of a watch's stream, with its length before it. */
  frame(type: string, object: ObjectType): Uint8Array | undefined;
}

/** A body as JSON, or why there is none: when its type was known already, or before. */
export type ProtobufBody =
  | { readonly type: ObjectType; readonly value: JsonValue }
  | { readonly type: ObjectType | undefined; readonly fault: string };
