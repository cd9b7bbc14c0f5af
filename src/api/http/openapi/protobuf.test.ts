import { describe, expect, test } from 'vitest';
import { swaggerBytes } from './protobuf-v2.ts';
import { openApiBytes } from './protobuf-v3.ts';
import type { JsonObject } from './types.ts';

/** The fields of a message: numbers and what they hold, lists of bytes undone as far as they are asked for. */
function fieldsOf(bytes: Uint8Array): readonly (readonly [number: number, bytes: Uint8Array])[] {
  const fields: (readonly [number, Uint8Array])[] = [];
  let index = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = bytes[index] ?? 0;
      index += 1;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  };
  while (index < bytes.length) {
    const header = varint();
    const size = header % 8 === 2 ? varint() : 0;
    const start = index;
    if (header % 8 === 0) varint();
    else index += header % 8 === 1 ? 8 : size;
    fields.push([Math.floor(header / 8), bytes.slice(start, index)]);
  }
  return fields;
}

describe('protobuf', () => {
  const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
  /** The first field of each number in turn. */
  const down = (bytes: Uint8Array, ...numbers: readonly number[]) =>
    numbers.reduce<Uint8Array>((inner, number) => fieldsOf(inner).find(([own]) => own === number)?.[1] ?? new Uint8Array(0), bytes);

  test('has the fields where gnostic has them', () => {
    const schema: JsonObject = {
      type: 'object',
      minimum: 1.5,
      maxLength: 300,
      enum: ['a'],
      properties: { b: { $ref: '#/definitions/C' } },
      'x-d': [1],
    };
    const bytes = swaggerBytes({ swagger: '2.0', definitions: { A: schema } });
    const value = down(bytes, 9, 1, 2);
    expect(text(down(bytes, 1))).toBe('2.0');
    expect(text(down(bytes, 9, 1, 1))).toBe('A');
    expect(text(down(value, 22, 1))).toBe('object');
    expect([...down(value, 11)]).toEqual([0xac, 0x02]);
    expect(new DataView(down(value, 9).buffer).getFloat64(0, true)).toBe(1.5);
    expect(text(down(value, 20, 2))).toBe('a\n');
    expect(text(down(value, 25, 1, 2, 1))).toBe('#/definitions/C');
    expect([text(down(value, 31, 1)), text(down(value, 31, 2, 2))]).toEqual(['x-d', '- 1\n']);
  });

  test('tells parameters of the query, of the path, of the body and shared ones apart', () => {
    const parameters = [
      { $ref: '#/parameters/a' },
      { in: 'query', name: 'b', type: 'string' },
      { in: 'path', name: 'c' },
      { in: 'body', name: 'd' },
    ];
    const item = down(swaggerBytes({ paths: { '/x': { parameters } } }), 8, 2, 2);
    const [shared, query, path, body] = fieldsOf(item).map(([, bytes]) => bytes);
    expect(text(down(shared ?? item, 2, 1))).toBe('#/parameters/a');
    expect(text(down(query ?? item, 1, 2, 3, 4))).toBe('b');
    expect(text(down(path ?? item, 1, 2, 4, 4))).toBe('c');
    expect(text(down(body ?? item, 1, 1, 2))).toBe('d');
  });

  test('of OpenAPI 3.0 has references beside what they stand for', () => {
    const schema: JsonObject = {
      type: 'integer',
      default: 0,
      allOf: [{ $ref: '#/components/schemas/B' }],
      additionalProperties: { type: 'string' },
    };
    const bytes = openApiBytes({ openapi: '3.0.0', info: { title: 'T', version: 'V' }, components: { schemas: { A: schema } } });
    const value = down(bytes, 5, 1, 1, 2, 1);
    expect([text(down(bytes, 1)), text(down(bytes, 2, 6)), text(down(bytes, 5, 1, 1, 1))]).toEqual(['3.0.0', 'V', 'A']);
    expect(text(down(value, 25))).toBe('integer');
    expect(text(down(value, 26, 2, 1))).toBe('#/components/schemas/B');
    expect(text(down(value, 32, 1, 1, 25))).toBe('string');
    expect([...down(value, 33, 1)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });
});
