import { canonicalQuantity } from '../../../api/quantity.ts';
import { CommandError } from '../../errors.ts';

export type MetricTarget =
  | { readonly type: 'Utilization'; readonly averageUtilization: number }
  | { readonly type: 'AverageValue'; readonly averageValue: string };

/** The unit of a bare number. */
const UNITS = { cpu: 'm', memory: 'Mi' } as const;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** `70%` of what is requested, or an amount: `500m`, `2Gi`, or a bare number of thousandths of a CPU or mebibytes. */
export function resourceTarget(given: string, resource: keyof typeof UNITS): MetricTarget {
  const input = given.trim();
  if (input === '') throw new CommandError('empty input');
  if (input.endsWith('%')) return { type: 'Utilization', averageUtilization: percentage(input.slice(0, -1)) };
  const amount = NUMBER.test(input) ? `${Number(input)}${UNITS[resource]}` : input;
  try {
    return { type: 'AverageValue', averageValue: canonicalQuantity(amount) };
  } catch {
    throw new CommandError(`invalid resource ${resource} value: ${input}`);
  }
}

function percentage(digits: string): number {
  const value = /^[+-]?\d+$/.test(digits) ? Number(digits) : -1;
  if (value < 0 || value > 0x7fffffff) throw new CommandError(`invalid percentage value: ${digits}`);
  return value;
}
