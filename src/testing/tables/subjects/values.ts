/** Strings and numbers: selectors, durations, percentages, quantities, schedules. */
import { type CronSchedule, nextCronTime, parseCron } from '../../../api/cron.ts';
import { fieldSelectorText, parseFieldSelector } from '../../../api/fields.ts';
import { scaledValue } from '../../../api/intstr.ts';
import { parseSelector } from '../../../api/label-parser.ts';
import { type Labels, type Selector, isEmptySelector, matchesSelector, selectorOf, selectorText } from '../../../api/labels.ts';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  parseQuantity,
  quantityMilli,
  quantityValue,
  subtractQuantities,
} from '../../../api/quantity.ts';
import { formatTime, humanDuration, parseTime, shortHumanDuration } from '../../../api/time.ts';
import type { LabelSelector } from '../../../api/types.gen.ts';
import { type Subject, like, likeOrError, subject, throws } from '../subject.ts';
import type { Table } from '../table.ts';

function matchesOf(selector: Selector, { fixtures }: Table): readonly number[] {
  const sets = (fixtures['labelSets'] ?? []) as readonly Labels[];
  return sets.flatMap((set, index) => (matchesSelector(selector, set) ? [index] : []));
}

const TIMES = 5;

function nextTimes(schedule: CronSchedule, after: number): readonly string[] {
  const times: number[] = [];
  for (let time = nextCronTime(schedule, after); time !== undefined && times.length < TIMES; time = nextCronTime(schedule, time))
    times.push(time);
  return times.map(formatTime);
}

/** Recorded as texts of 64 bits, of which a number holds the first. */
function amountsOf(quantity: string, { value, milliValue }: { readonly value?: string; readonly milliValue?: string }): object {
  const isSame = Number(value) === quantityValue(quantity) && Number(milliValue) === quantityMilli(quantity);
  return isSame ? { value, milliValue } : { value: quantityValue(quantity), milliValue: quantityMilli(quantity) };
}

export const VALUES: readonly Subject[] = [
  subject<{ selector: string }>('labels/selector-strings', /^label selector strings/, ({ in: given, out, table }) =>
    likeOrError(out, () => {
      const selector = parseSelector(given.selector);
      const { requirements } = selector;
      return {
        canonical: selectorText(selector),
        requirements,
        empty: isEmptySelector(selector),
        matches: matchesOf(selector, table),
      };
    }),
  ),
  subject<{ selector?: LabelSelector }>('labels/selector-objects', /^LabelSelector objects/, ({ in: given, out, table }) =>
    likeOrError(out, () => {
      const selector = selectorOf(given.selector);
      return { canonical: selectorText(selector), matches: matchesOf(selector, table) };
    }),
  ),
  subject<{ selector: string }>('fields/selector-strings', /^field selector strings/, ({ in: given, out }) =>
    likeOrError(out, () => {
      const requirements = parseFieldSelector(given.selector);
      return { canonical: fieldSelectorText(requirements), requirements };
    }),
  ),
  subject<{ nanoseconds: number | string }>('duration/human', /HumanDuration/, ({ in: { nanoseconds }, out }) =>
    like(out, { human: humanDuration(Number(nanoseconds) / 1e6), short: shortHumanDuration(Number(nanoseconds) / 1e6) }),
  ),
  subject<{ input: number | string; total: number; roundUp: boolean }, { err: boolean; val: number }>(
    'intstr/percent',
    /^IntOrString/,
    ({ in: { input, total, roundUp }, out }) => {
      const scale = (): number => scaledValue(input, total, roundUp);
      return out.err ? { expected: true, got: throws(scale) } : { expected: out.val, got: scale() };
    },
  ),
  subject<{ value: string }, { value?: string; milliValue?: string }>('quantity/parse', /Quantity: parse/, ({ in: { value }, out }) =>
    likeOrError(out, () => ({
      canonical: canonicalQuantity(value),
      format: parseQuantity(value).format,
      ...amountsOf(value, out),
    })),
  ),
  subject<{ schedule: string; after: string; timeZone: string }>(
    'cron/next',
    /^cron schedules/,
    ({ in: { schedule, after, timeZone }, out }) =>
      likeOrError(out, () => ({ next: nextTimes(parseCron(schedule, timeZone), parseTime(after)) })),
  ),
  subject<{ a: string; b: string }>('quantity/arithmetic', /Quantity: Add/, ({ in: { a, b }, out }) =>
    like(out, { sum: addQuantities(a, b), difference: subtractQuantities(a, b), compare: compareQuantities(a, b) }),
  ),
];
