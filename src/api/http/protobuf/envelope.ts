/** What Kubernetes puts around a message: four bytes of its own, and runtime.Unknown, which tells the kind. */
import { putBytes, putHead, putText, sizeOf, newWriter, written, type Writer } from './writer.ts';
import { DELIMITED, type Reader, WireError, readPart, readVarint, readerOf, skip, textOf } from './wire.ts';

/** `k8s` and the number of this form. */
export const PREFIX = [0x6b, 0x38, 0x73, 0x00];

export interface Envelope {
  readonly apiVersion: string;
  readonly kind: string;
  readonly raw: Reader;
}

const NAMES = ['TypeMeta', 'Raw', 'ContentEncoding', 'ContentType'];

export function openEnvelope(bytes: Uint8Array): Envelope {
  if (bytes.length === 0) throw new WireError('empty data');
  if (PREFIX.some((byte, index) => bytes[index] !== byte))
    throw new WireError(`provided data does not appear to be a protobuf message, expected prefix [${PREFIX.join(' ')}]`);
  if (bytes.length === PREFIX.length) throw new WireError('empty body');
  const reader = readerOf(bytes);
  reader.at = PREFIX.length;
  const parts = partsOf(reader, NAMES);
  const [apiVersion, kind] = partsOf(parts[0] ?? NOTHING, ['APIVersion', 'Kind']);
  return { apiVersion: textOf(apiVersion ?? NOTHING), kind: textOf(kind ?? NOTHING), raw: parts[1] ?? NOTHING };
}

const NOTHING = readerOf(new Uint8Array());

/** Fields 1, 2, … of a message, all of which have a length. */
function partsOf({ bytes, at, end }: Reader, names: readonly string[]): Reader[] {
  const reader = { bytes, at, end };
  const parts: Reader[] = [];
  while (reader.at < reader.end) {
    const { low } = readVarint(reader);
    const [index, wireType] = [(low >>> 3) - 1, low & 7];
    const name = names[index];
    if (name === undefined) skip(reader, wireType);
    else if (wireType !== DELIMITED) throw new WireError(`proto: wrong wireType = ${wireType} for field ${name}`);
    else parts[index] = readPart(reader);
  }
  return parts;
}

/** The bytes of a message, which `put` writes, in its envelope. Encodings and types of content are never told. */
export function inEnvelope(
  { apiVersion, kind }: { readonly apiVersion: string; readonly kind: string },
  put: (writer: Writer) => void,
): Uint8Array {
  const writer = newWriter();
  putHead(writer, 0, 4);
  putHead(writer, 0, 3);
  within(writer, 2, () => put(writer));
  within(writer, 1, () => {
    within(writer, 2, () => putText(writer, kind));
    within(writer, 1, () => putText(writer, apiVersion));
  });
  putBytes(writer, PREFIX);
  return written(writer);
}

/** Field `number`, of what `put` writes. */
export function within(writer: Writer, number: number, put: () => void): void {
  const before = sizeOf(writer);
  put();
  putHead(writer, sizeOf(writer) - before, number);
}
