import type { DecodeContext } from './decode-context.ts';
import { decodeStruct } from './decode-value.ts';
import type { CustomKind } from './kind.ts';
import { isRecord } from './patch/record.ts';
import type { JsonObject } from './scalars.ts';

/** A custom resource: its metadata is that of every object, the rest is pruned by its schema and otherwise left as it is. */
export function decodeCustom(record: JsonObject, custom: CustomKind, context: DecodeContext): JsonObject {
  const { metadata } = record;
  const { object, unknown } = custom.prune(record);
  context.unknown.push(...unknown);
  if (!isRecord(metadata)) return object;
  context.path.push('metadata');
  const decoded = decodeStruct(metadata, 'ObjectMeta', context);
  context.path.pop();
  return decoded === metadata ? object : { ...object, metadata: decoded };
}
