/** Fields of a text that the cluster stores and shows and that have no effect in it. */
import { kindByManifest } from './manifest-kinds.ts';
import { markOf } from '../../../api/kinds/fidelity.ts';
import { isRecord } from '../../../api/patch/record.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { type FieldType, fieldsOf } from '../../../api/schema.ts';
import { type Position, parseDocuments } from '../../../api/yaml.ts';

export interface KeptField extends Position {
  readonly field: string;
}

/** Longer texts are not looked through while somebody types. */
const MOST_CHARACTERS = 200_000;
const MOST_HINTS = 200;

export function keptFields(text: string): readonly KeptField[] {
  if (text.length > MOST_CHARACTERS) return [];
  const found: KeptField[] = [];
  for (const { value, positionOf } of parseDocuments(text)) {
    const type = kindByManifest(value);
    if (type === undefined) continue;
    for (const path of keptIn(value, { form: 'object', schema: type }, '')) {
      if (found.length >= MOST_HINTS) return found;
      const position = positionOf(path);
      if (position !== undefined) found.push({ ...position, field: path });
    }
  }
  return found;
}

function* keptIn(value: JsonValue, type: FieldType, path: string): Generator<string> {
  switch (type.form) {
    case 'object':
      if (isRecord(value)) yield* keptMembers(value, type.schema, path);
      return;
    case 'list':
      if (Array.isArray(value)) yield* keptItems(value as readonly JsonValue[], type.items, path);
      return;
    case 'map':
      if (isRecord(value)) for (const [key, item] of Object.entries(value)) yield* keptIn(item, type.values, `${path}[${key}]`);
      return;
    case 'scalar':
      return;
    default:
      return type satisfies never;
  }
}

function* keptItems(items: readonly JsonValue[], type: FieldType, path: string): Generator<string> {
  for (const [index, item] of items.entries()) yield* keptIn(item, type, `${path}[${index}]`);
}

/** Below a field without effect nothing is said again. */
function* keptMembers(value: JsonObject, schema: string, path: string): Generator<string> {
  const fields = fieldsOf(schema);
  for (const [name, member] of Object.entries(value)) {
    const field = fields.get(name);
    const at = path === '' ? name : `${path}.${name}`;
    if (field === undefined) continue;
    if (markOf(schema, name) === 'kept') yield at;
    else yield* keptIn(member, field.type, at);
  }
}
