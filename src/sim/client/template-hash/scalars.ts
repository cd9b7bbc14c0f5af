/** Values that Go keeps otherwise than JSON writes them: quantities, and numbers that may be names. */
import { parseQuantity } from '../../../api/quantity.ts';

export function dumpIntOrString(value: number | string | undefined): string {
  const isText = typeof value === 'string';
  return `{Type:(intstr.Type)${isText ? 1 : 0} IntVal:(int32)${isText ? 0 : (value ?? 0)} StrVal:(string)${isText ? value : ''}}`;
}

/** k8s.io/apimachinery/pkg/api/resource Quantity: a whole number and a power of ten where they fit, else a decimal of any size. */
export function dumpQuantity(text: string): string {
  const amount = amountOf(text);
  const small = amount.kind === 'small' ? amount : { value: 0n, scale: 0 };
  const large = amount.kind === 'large' ? dumpDecimal(amount.value) : '<nil>';
  return (
    `{i:(resource.int64Amount){value:(int64)${small.value} scale:(resource.Scale)${small.scale}} ` +
    `d:(resource.infDecAmount){Dec:(*inf.Dec)${large}} s:(string)${keptText(text, amount)} Format:(resource.Format)${amount.format}}`
  );
}

/** The parser keeps the text with a value unless it might be written shorter; of binary multiples it is that careful from 8 on. */
function keptText(text: string, amount: Amount): string {
  if (amount.kind === 'large') return '';
  return amount.format === 'BinarySI' && Number.parseInt(text, 10) % 8 === 0 ? '' : text;
}

type Amount =
  | { readonly kind: 'small'; readonly value: bigint; readonly scale: number; readonly format: string }
  | { readonly kind: 'large'; readonly value: bigint; readonly format: string };

const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

/** Digits that surely fit into 64 bits. */
const MAX_DIGITS = 18;
const MAX_BINARY_DIGITS = 15;

function amountOf(text: string): Amount {
  if (text === '0') return { kind: 'small', value: 0n, scale: 0, format: '' };
  const [, sign = '', digits = '0', fraction = '', suffix = ''] = /^([+-]?)(\d*)(?:\.(\d*))?(.*)$/.exec(text) ?? [];
  const whole = digits.replace(/^0+(?=\d)/, '');
  const value = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}` || '0');
  const binary = BINARY[suffix];
  if (binary !== undefined) {
    const precision = MAX_BINARY_DIGITS - whole.length - Math.trunc((binary * 3) / 10) - 1;
    if (fraction === '' && precision >= 0) return { kind: 'small', value: value << BigInt(binary), scale: 0, format: 'BinarySI' };
    return { kind: 'large', value: parseQuantity(text).nano / 1_000_000_000n, format: 'BinarySI' };
  }
  const isExponent = /^[eE]/.test(suffix);
  const exponent = isExponent ? Number(suffix.slice(1)) : (DECIMAL[suffix] ?? 0);
  const format = isExponent ? 'DecimalExponent' : 'DecimalSI';
  if (whole.length + fraction.length <= MAX_DIGITS) return { kind: 'small', value, scale: exponent - fraction.length, format };
  return { kind: 'large', value: parseQuantity(text).nano / 1_000_000_000n, format };
}

function dumpDecimal(value: bigint): string {
  const words: bigint[] = [];
  for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 64n) words.push(BigInt.asUintN(64, rest));
  return `{unscaled:(big.Int){neg:(bool)${value < 0n} abs:(big.nat)[${words.join(' ')}]} scale:(inf.Scale)0}`;
}
