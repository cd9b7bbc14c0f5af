import type { IntOrString } from './scalars.ts';

/**
 * A count, or a percentage of `total` (k8s.io/apimachinery/pkg/util/intstr GetScaledValueFromIntOrPercent).
 * Throws for a string that is no percentage.
 */
export function scaledValue(value: IntOrString, total: number, roundUp: boolean): number {
  if (typeof value === 'number') return value;
  if (!value.endsWith('%')) throw new Error('invalid value for IntOrString: invalid type: string is not a percentage');
  const digits = value.slice(0, -1);
  if (!/^[+-]?[0-9]+$/.test(digits))
    throw new Error(`invalid value for IntOrString: invalid value "${value}": strconv.Atoi: parsing "${digits}": invalid syntax`);
  const share = (Number(digits) * total) / 100;
  return roundUp ? Math.ceil(share) : Math.floor(share);
}
