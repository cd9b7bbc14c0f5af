/** SHA-256 (FIPS 180-4) of bytes, as 32 bytes. For short texts: it is slow and plain. */
export function sha256(bytes: readonly number[]): number[] {
  const state = firstBits(8, Math.sqrt);
  const message = padded(bytes);
  for (let start = 0; start < message.length; start += 64) compress(state, message.slice(start, start + 64));
  return state.flatMap(bytesOf);
}

const PRIMES = primes(64);
const CONSTANTS = firstBits(64, Math.cbrt);

function primes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  return found;
}

/** The first 32 bits of the fractions of roots of the first primes. */
function firstBits(count: number, root: (value: number) => number): number[] {
  return PRIMES.slice(0, count).map((prime) => Math.trunc((root(prime) % 1) * 2 ** 32) | 0);
}

function padded(bytes: readonly number[]): number[] {
  const zeros = Array.from({ length: (119 - (bytes.length % 64)) % 64 }, () => 0);
  const bits = bytes.length * 8;
  return [...bytes, 0x80, ...zeros, ...bytesOf(Math.trunc(bits / 2 ** 32)), ...bytesOf(bits | 0)];
}

function bytesOf(word: number): number[] {
  return [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff);
}

function compress(state: number[], block: readonly number[]): void {
  const words = schedule(block);
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < 64; round += 1) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + (CONSTANTS[round] ?? 0) + (words[round] ?? 0)) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = ((state[index] ?? 0) + word) | 0;
}

function schedule(block: readonly number[]): number[] {
  const at = (index: number) => words[index] ?? 0;
  const words = Array.from({ length: 16 }, (_, index) =>
    block.slice(index * 4, index * 4 + 4).reduce((word, byte) => (word << 8) | byte, 0),
  );
  for (let index = 16; index < 64; index += 1) {
    const [early, late] = [at(index - 15), at(index - 2)];
    const small = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const great = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    words.push((at(index - 16) + small + at(index - 7) + great) | 0);
  }
  return words;
}

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}
