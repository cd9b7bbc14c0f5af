/** Kubernetes' functions for patterns, URLs, quantities and versions (apiserver's cel/library). */
import { addQuantities, compareQuantities, isQuantity, parseQuantity, subtractQuantities } from '../../quantity.ts';
import { type Declarations, opaqueType } from '../functions.ts';
import { parseRegex } from '../regex.ts';
import { type OpaqueValue, type Value, evaluationError, listOf, mapOf, stringOf } from '../values.ts';
import { regexCost, traversal } from './standard.ts';
import { type ParsedUrl, parseUrl } from './url.ts';
import { type Version, compareVersions, parseVersion } from './version.ts';

function regexOf(pattern: Value | undefined): RegExp {
  const regex = parseRegex(stringOf(pattern));
  if (typeof regex === 'string') throw evaluationError(`Illegal regex: ${regex}`);
  return regex;
}

function findAll(text: string, pattern: Value | undefined, limit: number): Value {
  const { source, flags } = regexOf(pattern);
  const found = [...text.matchAll(new RegExp(source, `${flags}g`))].map(([match]) => match);
  return listOf(limit < 0 ? found : found.slice(0, limit));
}

const PATTERNS: Declarations = {
  'string.find(string): string': [([a, b]) => regexOf(b).exec(stringOf(a))?.[0] ?? '', regexCost],
  'string.findAll(string): list(string)': [([a, b]) => findAll(stringOf(a), b, -1), regexCost],
  'string.findAll(string, int): list(string)': [([a, b, n]) => findAll(stringOf(a), b, Number(n)), regexCost],
};

const urlOf = (value: Value | undefined): ParsedUrl => (value as OpaqueValue).data as ParsedUrl;

const URLS: Declarations = {
  'url(string): url': [
    ([a]) => {
      const data = parseUrl(stringOf(a));
      if (typeof data === 'string') throw evaluationError(`URL parse error during conversion from string: ${data}`);
      return { kind: 'opaque', type: opaqueType('url'), data, text: stringOf(a), equals: (other) => other.text === a };
    },
    traversal(0),
  ],
  'url.getScheme(): string': ([a]) => urlOf(a).scheme,
  'url.getHost(): string': ([a]) => urlOf(a).host,
  'url.getHostname(): string': ([a]) => urlOf(a).hostname,
  'url.getPort(): string': ([a]) => urlOf(a).port,
  'url.getEscapedPath(): string': ([a]) => urlOf(a).path,
  'url.getQuery(): map(string, list(string))': ([a]) => mapOf(urlOf(a).query.map(([key, values]) => [key, listOf(values)])),
  'isURL(string): bool': [([a]) => typeof parseUrl(stringOf(a)) !== 'string', traversal(0)],
};

function quantityValue(text: string): OpaqueValue {
  return { kind: 'opaque', type: opaqueType('quantity'), data: text, text, equals: (other) => compareQuantities(text, other.text) === 0 };
}

function quantityOf(value: Value | undefined): string {
  return typeof value === 'bigint' ? String(value) : (value as OpaqueValue).text;
}

const NANO = 1_000_000_000n;
const nanos = (value: Value | undefined): bigint => parseQuantity(quantityOf(value)).nano;
const order = (a: Value | undefined, b: Value | undefined): number => compareQuantities(quantityOf(a), quantityOf(b));

function isWhole(amount: bigint): boolean {
  return amount % NANO === 0n && amount / NANO < 2n ** 63n && amount / NANO >= -(2n ** 63n);
}

const QUANTITIES: Declarations = {
  'quantity(string): quantity': [
    ([a]) => {
      const text = stringOf(a);
      try {
        parseQuantity(text);
      } catch (error) {
        throw evaluationError(error instanceof Error ? error.message : String(error));
      }
      return quantityValue(text);
    },
    traversal(0),
  ],
  'isQuantity(string): bool': [([a]) => isQuantity(a), traversal(0)],
  'sign(quantity): int': ([a]) => (nanos(a) > 0n ? 1n : nanos(a) < 0n ? -1n : 0n),
  'quantity.isGreaterThan(quantity): bool': ([a, b]) => order(a, b) > 0,
  'quantity.isLessThan(quantity): bool': ([a, b]) => order(a, b) < 0,
  'quantity.compareTo(quantity): int': ([a, b]) => BigInt(order(a, b)),
  'quantity.asApproximateFloat(): double': ([a]) => Number(nanos(a)) / 1e9,
  'quantity.asInteger(): int': ([a]) => {
    if (!isWhole(nanos(a))) throw evaluationError('cannot convert value to integer');
    return nanos(a) / NANO;
  },
  'quantity.isInteger(): bool': ([a]) => isWhole(nanos(a)),
  'quantity.add(quantity): quantity': ([a, b]) => quantityValue(addQuantities(quantityOf(a), quantityOf(b))),
  'quantity.add(int): quantity': ([a, b]) => quantityValue(addQuantities(quantityOf(a), quantityOf(b))),
  'quantity.sub(quantity): quantity': ([a, b]) => quantityValue(subtractQuantities(quantityOf(a), quantityOf(b))),
  'quantity.sub(int): quantity': ([a, b]) => quantityValue(subtractQuantities(quantityOf(a), quantityOf(b))),
};

function versionValue(text: string, tolerant: boolean): OpaqueValue {
  const data = parseVersion(text, tolerant);
  if (typeof data === 'string') throw evaluationError(data);
  const equals = (other: OpaqueValue): boolean => compareVersions(data, other.data as Version) === 0;
  return { kind: 'opaque', type: opaqueType('semver'), data, text, equals };
}

const versionOf = (value: Value | undefined): Version => (value as OpaqueValue).data as Version;
const versionOrder = (a: Value | undefined, b: Value | undefined): number => compareVersions(versionOf(a), versionOf(b));
const isVersion = (text: string, tolerant: boolean): boolean => typeof parseVersion(text, tolerant) !== 'string';

const VERSIONS: Declarations = {
  'semver(string): semver': [([a]) => versionValue(stringOf(a), false), traversal(0)],
  'semver(string, bool): semver': [([a, b]) => versionValue(stringOf(a), b === true), traversal(0)],
  'isSemver(string): bool': [([a]) => isVersion(stringOf(a), false), traversal(0)],
  'isSemver(string, bool): bool': [([a, b]) => isVersion(stringOf(a), b === true), traversal(0)],
  'semver.isGreaterThan(semver): bool': ([a, b]) => versionOrder(a, b) > 0,
  'semver.isLessThan(semver): bool': ([a, b]) => versionOrder(a, b) < 0,
  'semver.compareTo(semver): int': ([a, b]) => BigInt(Math.sign(versionOrder(a, b))),
  'semver.major(): int': ([a]) => versionOf(a).numbers[0],
  'semver.minor(): int': ([a]) => versionOf(a).numbers[1],
  'semver.patch(): int': ([a]) => versionOf(a).numbers[2],
};

export const KUBERNETES: readonly Declarations[] = [PATTERNS, URLS, QUANTITIES, VERSIONS];
