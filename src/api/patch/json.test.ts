import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../scalars.ts';
import { PatchError } from './error.ts';
import { applyJsonPatch } from './json.ts';

const DOCUMENT = { labels: { app: 'web', gone: null }, items: [1, 2, 3] };

function patched(...operations: JsonValue[]): JsonValue {
  return applyJsonPatch(DOCUMENT, operations);
}

/** What the library behind the server says about an operation that does not fit. */
function refusal(...operations: JsonValue[]): string {
  try {
    patched(...operations);
  } catch (error) {
    if (error instanceof PatchError) return error.detail;
    throw error;
  }
  return 'applied';
}

describe('applyJsonPatch', () => {
  it('changes the container that a path leads to', () => {
    expect(patched({ op: 'add', path: '/labels/a~1b', value: 'c' })).toEqual({ ...DOCUMENT, labels: { ...DOCUMENT.labels, 'a/b': 'c' } });
    expect(patched({ op: 'replace', path: '/items/-1', value: 9 })).toEqual({ ...DOCUMENT, items: [1, 2, 9] });
    expect(patched({ op: 'add', path: '/items/-', value: 4 }, { op: 'move', from: '/items/0', path: '/items/2' })).toEqual({
      ...DOCUMENT,
      items: [2, 3, 1, 4],
    });
  });

  it('makes a missing key with replace, and copies a missing one as null', () => {
    expect(patched({ op: 'replace', path: '/spec', value: {} })).toEqual({ ...DOCUMENT, spec: {} });
    expect(patched({ op: 'copy', from: '/nothing', path: '/spec' })).toEqual({ ...DOCUMENT, spec: null });
  });

  it('takes the whole document for replace and test only', () => {
    expect(patched({ op: 'replace', path: '', value: { a: 1 } })).toEqual({ a: 1 });
    expect(patched({ op: 'test', path: '', value: DOCUMENT })).toBe(DOCUMENT);
    expect(refusal({ op: 'replace', path: '', value: 1 })).toBe('replace operation value must be object or array: %!w(<nil>)');
    expect(refusal({ op: 'add', path: '', value: {} })).toBe('add operation does not apply: doc is missing path: "": missing value');
  });

  it('says what does not fit as the library does', () => {
    expect(refusal({ op: 'add', value: 1 })).toBe('add operation failed to decode path: missing value');
    expect(refusal({ op: 'replace', value: 1 })).toBe(
      'replace operation failed to decode path: operation missing path field: missing value',
    );
    expect(refusal({ op: 'add', path: '/items/x', value: 1 })).toBe(
      "error in add for path: '/items/x': value was not a proper array index: 'x': strconv.Atoi: parsing \"x\": invalid syntax",
    );
    expect(refusal({ op: 'remove', path: '/labels/gone/deeper' })).toBe(
      'remove operation does not apply: doc is missing path: "/labels/gone/deeper": missing value',
    );
    expect(refusal({ op: 'move', from: '/labels/no', path: '/a' })).toBe(
      "error in move for path: 'no': Unable to remove nonexistent key: no: missing value",
    );
    expect(refusal({ op: 'test', path: '/a/b', value: 1 })).toBe('test operation does not apply: is missing path: /a/b: missing value');
    expect(refusal({ op: 'test', path: '/labels/app', value: 'api' })).toBe('testing value /labels/app failed: test failed');
    expect(refusal(null)).toBe('Unexpected kind: unknown');
  });

  it('refuses what is no list of operations', () => {
    expect(() => applyJsonPatch(DOCUMENT, {})).toThrow('cannot unmarshal object into Go value of type []handlers.jsonPatchOp');
    expect(() => patched(1)).toThrow('cannot unmarshal number into Go value of type handlers.jsonPatchOp');
    expect(() => patched({ op: 'add', path: 1 })).toThrow('cannot unmarshal number into Go struct field jsonPatchOp.path of type string');
  });
});
