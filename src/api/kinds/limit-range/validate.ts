import { ownValue } from '../../../base/own.ts';
import { duplicate, forbidden, invalid, required } from '../../field-error.ts';
import { labelKey } from '../../names.ts';
import { compareQuantities, quantityMilli, quantityValue } from '../../quantity.ts';
import type { Quantity } from '../../scalars.ts';
import type { LimitRange, LimitRangeItem } from '../../types.gen.ts';
import { type Findings, checkRule } from '../checks.ts';
import { checkContainerResourceName, checkResourceName, mayOvercommit } from '../pod/validate-resources.ts';

/** Rules of LimitRanges (`pkg/apis/core/validation`). Where upstream follows the order of a Go map ours is sorted. */
export function checkLimitRange({ spec }: LimitRange, findings: Findings): void {
  const types = new Set<string>();
  for (const [index, item] of (spec?.limits ?? []).entries()) {
    const path = `spec.limits[${index}]`;
    const type = typeOf(item);
    checkType(type, `${path}.type`, findings);
    if (types.has(type)) findings.push(duplicate(`${path}.type`, type));
    types.add(type);
    checkItem(item, path, findings);
  }
}

function typeOf({ type }: Partial<LimitRangeItem>): string {
  return type ?? '';
}

const TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];

function checkType(type: string, path: string, findings: Findings): void {
  const before = findings.length;
  checkRule(labelKey, type, path, findings);
  if (findings.length > before || type.includes('/') || TYPES.includes(type)) return;
  findings.push(invalid(path, type, 'must be a standard limit type or fully qualified'));
}

type Part = 'max' | 'min' | 'default' | 'defaultRequest' | 'maxLimitRequestRatio';

function checkItem(item: LimitRangeItem, path: string, findings: Findings): void {
  const isPod = item.type === 'Pod';
  const checkName = isPod || item.type === 'Container' ? checkContainerResourceName : checkResourceName;
  const names = new Set<string>();
  const checkNames = (part: Part): void => {
    for (const name of Object.keys(item[part] ?? {}).sort()) {
      checkName(name, `${path}.${part}[${name}]`, findings);
      names.add(name);
    }
  };
  checkNames('max');
  checkNames('min');
  for (const part of ['default', 'defaultRequest'] as const) {
    if (!isPod) checkNames(part);
    else if (Object.keys(item[part] ?? {}).length > 0) {
      findings.push(forbidden(`${path}.${part}`, "may not be specified when `type` is 'Pod'"));
    }
  }
  if (item.type === 'PersistentVolumeClaim' && item.min?.['storage'] === undefined && item.max?.['storage'] === undefined) {
    findings.push(required(`${path}.limits`, 'either minimum or maximum storage value is required, but neither was provided'));
  }
  checkNames('maxLimitRequestRatio');
  const ranged = isPod ? { ...item, default: {}, defaultRequest: {} } : item;
  for (const name of [...names].sort()) checkResource(ranged, name, path, findings);
}

interface Amounts {
  readonly min: Quantity | undefined;
  readonly max: Quantity | undefined;
  readonly limit: Quantity | undefined;
  readonly request: Quantity | undefined;
  readonly ratio: Quantity | undefined;
}

/** What must not exceed what, which value is shown, where, and as what the two are spoken of. */
const ORDERS: readonly (readonly [
  lesser: keyof Amounts,
  greater: keyof Amounts,
  shown: keyof Amounts,
  part: Part,
  lesserName: string,
  greaterName: string,
])[] = [
  ['min', 'max', 'min', 'min', 'min', 'max'],
  ['min', 'request', 'request', 'defaultRequest', 'min', 'default request'],
  ['request', 'max', 'request', 'defaultRequest', 'default request', 'max'],
  ['request', 'limit', 'request', 'defaultRequest', 'default request', 'default limit'],
  ['min', 'limit', 'min', 'default', 'min', 'default'],
  ['limit', 'max', 'max', 'default', 'default', 'max'],
];

function checkResource(item: LimitRangeItem, name: string, path: string, findings: Findings): void {
  const amounts: Amounts = {
    min: ownValue(item.min, name),
    max: ownValue(item.max, name),
    limit: ownValue(item.default, name),
    request: ownValue(item.defaultRequest, name),
    ratio: ownValue(item.maxLimitRequestRatio, name),
  };
  for (const [lesser, greater, shown, part, lesserName, greaterName] of ORDERS) {
    const less = amounts[lesser];
    const more = amounts[greater];
    if (less === undefined || more === undefined || compareQuantities(less, more) <= 0) continue;
    const detail = `${lesserName} value ${less} is greater than ${greaterName} value ${more}`;
    findings.push(invalid(`${path}.${part}[${name}]`, amounts[shown], detail));
  }
  checkRatio(amounts, `${path}.maxLimitRequestRatio[${name}]`, findings);
  const { limit, request } = amounts;
  if (mayOvercommit(name) || limit === undefined || request === undefined || compareQuantities(limit, request) === 0) return;
  const detail = `default value ${limit} must equal to defaultRequest value ${request} in ${name}`;
  findings.push(invalid(`${path}.defaultRequest[${name}]`, request, detail));
}

/** Above this thousandths would not fit 64 bits. */
const MAX_MILLI = 2 ** 63 / 1000;

function checkRatio({ ratio, min, max }: Amounts, path: string, findings: Findings): void {
  if (ratio === undefined) return;
  if (compareQuantities(ratio, '1') < 0) findings.push(invalid(path, ratio, `ratio ${ratio} is less than 1`));
  if (min === undefined || max === undefined) return;
  const isFine = [ratio, min, max].every((quantity) => quantityValue(quantity) < MAX_MILLI);
  const value = isFine ? quantityMilli : quantityValue;
  const highest = value(max) / value(min);
  const asked = isFine ? quantityMilli(ratio) / 1000 : quantityValue(ratio);
  if (asked > highest) findings.push(invalid(path, ratio, `ratio ${ratio} is greater than max/min = ${highest.toFixed(6)}`));
}
