import { expect, test } from 'vitest';
import { array, bool, duration, int, list, parseFlags, text } from './flags.ts';

const SPECS = {
  output: text('', 'o'),
  all: bool('A'),
  watch: bool('w'),
  replicas: int(1, 'r'),
  selector: text('', 'l'),
  dryRun: text('none', '', 'client'),
  filename: list('f'),
  image: array(),
  timeout: duration(),
};
const parse = (words: readonly string[]) => parseFlags(SPECS, words, 'kubectl get');

test.each([
  ['a long flag with =', ['--output=yaml'], { output: 'yaml' }],
  ['a long flag and the next word', ['--output', 'yaml'], { output: 'yaml' }],
  ['a short flag and the next word', ['-o', 'yaml'], { output: 'yaml' }],
  ['a short flag with its value', ['-oyaml'], { output: 'yaml' }],
  ['a short flag with =', ['-o=yaml'], { output: 'yaml' }],
  ['short flags together', ['-Aw'], { all: true, watch: true }],
  ['a short flag with a value after others', ['-Ao', 'wide'], { all: true, output: 'wide' }],
  ['a boolean that is false', ['--all=false'], { all: false }],
  ['a number', ['--replicas=-1'], { replicas: -1 }],
  ['a flag that never takes the next word', ['--dry-run', 'x'], { dryRun: 'client' }],
  ['lists split and add up', ['-f', 'a,b', '-f', 'c'], { filename: ['a', 'b', 'c'] }],
  ['arrays only add up', ['--image=a,b', '--image=c'], { image: ['a,b', 'c'] }],
  ['a duration', ['--timeout=1m30s'], { timeout: 90_000 }],
])('%s', (_, words, expected) => {
  expect(parse(words).flags).toMatchObject(expected);
});

test('arguments and flags mix; what follows -- is no flag', () => {
  const { args, rest, given } = parse(['pods', '-A', 'web', '--', 'sleep', '-o']);
  expect({ args, rest, given: [...given] }).toEqual({ args: ['pods', 'web', 'sleep', '-o'], rest: ['sleep', '-o'], given: ['all'] });
});

test.each([
  [['--nope'], "unknown flag: --nope\nSee 'kubectl get --help' for usage."],
  [['-z'], "unknown shorthand flag: 'z' in -z\nSee 'kubectl get --help' for usage."],
  [['--output'], "flag needs an argument: --output\nSee 'kubectl get --help' for usage."],
  [['-o'], "flag needs an argument: 'o' in -o\nSee 'kubectl get --help' for usage."],
  [['--replicas=x'], 'invalid argument "x" for "-r, --replicas" flag: strconv.ParseInt: parsing "x": invalid syntax'],
  [['--all=x'], 'invalid argument "x" for "-A, --all" flag: strconv.ParseBool: parsing "x": invalid syntax'],
  [['--timeout=5'], 'invalid argument "5" for "--timeout" flag: time: invalid duration "5"'],
])('%j is refused', (words, message) => {
  expect(() => parse(words)).toThrow(message);
});
