import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64, utf8Bytes, utf8Text } from './base64.ts';
import { type Timed, heapPop, heapPush } from './heap.ts';
import { createPrng, nextFloat, nextInt, nextUint32 } from './prng.ts';
import { deserializePlain, deserializeShared, serializePlain, serializeShared } from './serialize.ts';
import { addKey, createKeys, keysFrom } from './sorted-keys.ts';

describe('heap', () => {
  it('gives items by time and, within one time, by sequence', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
        const heap: Timed[] = [];
        times.forEach((at, seq) => heapPush(heap, { at, seq }));
        const out = times.map(() => heapPop(heap));
        const expected = times.map((at, seq) => ({ at, seq })).sort((a, b) => a.at - b.at || a.seq - b.seq);
        expect(out).toEqual(expected);
        expect(heapPop(heap)).toBeUndefined();
      }),
    );
  });
});

describe('sorted keys', () => {
  const key = fc.stringMatching(/^[ab]{1,2}\/[a-d]{0,6}$/);
  it('are a sorted set, whatever is read in between', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ key, add: fc.boolean(), read: fc.boolean() }), { maxLength: 200 }), key, (operations, after) => {
        const keys = createKeys();
        const model = new Set<string>();
        const read = (prefix: string, from = '') => [...keysFrom(keys, (name) => model.has(name), prefix, from)];
        for (const operation of operations) {
          if (operation.add && !model.has(operation.key)) addKey(keys, operation.key);
          if (operation.add) model.add(operation.key);
          else model.delete(operation.key);
          if (operation.read) expect(read('')).toEqual([...model].sort());
        }
        const sorted = [...model].sort();
        expect(read('a/')).toEqual(sorted.filter((name) => name.startsWith('a/')));
        expect(read('a/', after)).toEqual(sorted.filter((name) => name.startsWith('a/') && name > after));
      }),
    );
  });
});

describe('generators', () => {
  it('repeat by seed and name, and differ between names', () => {
    const draw = (seed: number, name: string) => {
      const state = createPrng(seed, name);
      return Array.from({ length: 8 }, () => nextUint32(state));
    };
    expect(draw(1, 'a')).toEqual(draw(1, 'a'));
    expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
    expect(draw(1, 'a')).not.toEqual(draw(2, 'a'));
  });

  it('stay in their range and spread over it', () => {
    const state = createPrng(7, 'range');
    const counts = Array.from({ length: 10 }, () => 0);
    for (let draw = 0; draw < 10_000; draw += 1) {
      const float = nextFloat(state);
      expect(float >= 0 && float < 1).toBe(true);
      const bucket = nextInt(state, 10);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1150);
  });
});

describe('serialisation', () => {
  const plain = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      tie('list'),
      tie('map'),
      tie('set'),
      tie('record'),
    ),
    list: fc.array(tie('value'), { maxLength: 4 }),
    set: fc.array(fc.string(), { maxLength: 4 }).map((items) => new Set(items)),
    map: fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
    record: fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  })).value;

  it('brings plain data back', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(deserializePlain(serializePlain(value))).toEqual(value);
      }),
    );
    expect(deserializePlain(serializePlain({ a: Float64Array.of(1, 2.5) }))).toEqual({ a: Float64Array.of(1, 2.5) });
  });

  it('brings plain data back with sharing too', () => {
    fc.assert(
      fc.property(plain, (value) => {
        expect(deserializeShared([...serializeShared(value, () => false)].join(''))).toEqual(value);
      }),
    );
  });

  it('writes a shared object once and brings it back shared', () => {
    const shared = { kind: 'x', deep: { list: [1] } };
    const text = [...serializeShared({ a: shared, map: new Map([['b', shared]]), none: undefined }, (item) => 'kind' in item)].join('');
    expect(text.match(/deep/g)).toHaveLength(1);
    const back = deserializeShared(text) as { a: object; map: Map<string, object> };
    expect(back.a).toEqual(shared);
    expect(back.map.get('b')).toBe(back.a);
  });
});

describe('base64', () => {
  it('brings text back and agrees with Node', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const encoded = encodeBase64(utf8Bytes(text));
        expect(encoded).toBe(Buffer.from(text, 'utf8').toString('base64'));
        expect(utf8Text(decodeBase64(encoded) ?? [])).toBe(text);
      }),
    );
  });

  it.each(['a', 'ab=c', '====', 'a?=='])('refuses %s', (text) => expect(decodeBase64(text)).toBeUndefined());
});
