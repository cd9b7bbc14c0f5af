import { type StructuralSchema, childPath } from '../structural/schema.ts';

const TOKEN = /\.([^.[\]]+)|\['((?:[^'\\]|\\.)*)'\]/y;
const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', "'": "'", '\\': '\\' };

/** A rule's fieldPath, `.spec.x` or `.map['key']`, as errors print paths; undefined when it names no field of the schema. */
export function normalizedFieldPath(path: string, schema: StructuralSchema): string | undefined {
  let normal = '';
  let current: StructuralSchema | undefined = schema;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < path.length) {
    const match: RegExpExecArray | null = TOKEN.exec(path);
    if (match === null) return undefined;
    const name: string = match[1] ?? (match[2] ?? '').replaceAll(/\\(.)/g, (_all, letter: string) => ESCAPES[letter] ?? letter);
    const next: StructuralSchema | undefined = memberOf(current, name);
    if (next === undefined) return undefined;
    normal = current?.properties === undefined ? `${normal}[${name}]` : childPath(normal, name);
    current = next;
  }
  return normal;
}

function memberOf(schema: StructuralSchema | undefined, name: string): StructuralSchema | undefined {
  if (schema?.properties !== undefined) return Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
  return typeof schema?.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}
