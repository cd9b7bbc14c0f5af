import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  parseQuantity,
  quantityMilli,
  quantityValue,
  subtractQuantities,
} from './quantity.ts';

const quantity = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.nat(99_999),
    fc.constantFrom('', '.5', '.25', '.1'),
    fc.constantFrom('', 'm', 'k', 'M', 'Ki', 'Mi', 'Gi', 'e3', 'u'),
  )
  .map((parts) => parts.join(''));

it('the canonical text means the same and stays as it is', () => {
  fc.assert(
    fc.property(quantity, (text) => {
      const canonical = canonicalQuantity(text);
      expect(parseQuantity(canonical).nano).toBe(parseQuantity(text).nano);
      expect(compareQuantities(text, canonical)).toBe(0);
      expect(canonicalQuantity(canonical)).toBe(canonical);
    }),
    { seed: 1 },
  );
});

it('adds exactly, and subtraction undoes it', () => {
  fc.assert(
    fc.property(quantity, quantity, (a, b) => {
      const sum = addQuantities(a, b);
      expect(parseQuantity(sum).nano).toBe(parseQuantity(a).nano + parseQuantity(b).nano);
      expect(compareQuantities(subtractQuantities(sum, b), a)).toBe(0);
    }),
    { seed: 1 },
  );
});

/** Upstream wraps large negative amounts with a binary suffix or a fraction of one. */
const isWrapped = (text: string): boolean => text.startsWith('-') && text.endsWith('i');

it('rounds away from zero', () => {
  fc.assert(
    fc.property(quantity, (text) => {
      fc.pre(!isWrapped(text));
      expect(Math.abs(quantityValue(text)) * 1000).toBeGreaterThanOrEqual(Math.abs(quantityMilli(text)));
      expect(quantityValue(text)).toBe(
        quantityMilli(text) < 0 ? Math.floor(quantityMilli(text) / 1000) : Math.ceil(quantityMilli(text) / 1000),
      );
    }),
    { seed: 1 },
  );
});
