/** Which addresses the pods of a machine have: ranges of 256, by the machine's number. */
const RANGES_UP = 12;

/** `10.244.3.`: 10.244.0. and up; past 10.255 they go on at 10.128. All lie in 10.128.0.0/9. */
export function podPrefix(index: number): string {
  const range = index >> 8;
  return `10.${range < RANGES_UP ? 244 + range : 128 + range - RANGES_UP}.${index & 255}.`;
}
