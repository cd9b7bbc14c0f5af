import { describe, expect, test } from 'vitest';
import { isRecord } from '../patch/record.ts';
import type { JsonValue } from '../scalars.ts';
import { diffOf } from './diff.ts';
import { goInternal } from './print.ts';

function valueAt(value: JsonValue | undefined, ...keys: readonly (string | number)[]): JsonValue | undefined {
  let found: JsonValue | undefined = value;
  for (const key of keys) found = isRecord(found) ? found[key] : Array.isArray(found) ? found[Number(key)] : undefined;
  return found;
}

describe('a value of an internal type', () => {
  const printed = goInternal('core.PodSpec', {
    containers: [{ name: 'c', image: 'nginx', env: [{ name: 'A' }] }],
    nodeSelector: { a: 'b' },
  });

  test('has Go names, and every field of its struct in the order of Go', () => {
    expect(valueAt(printed, 'Containers', 0, 'Name')).toBe('c');
    expect(valueAt(printed, 'Containers', 0, 'Env', 0)).toEqual({ Name: 'A', Value: '', ValueFrom: null });
    expect(isRecord(printed) && Object.keys(printed).slice(0, 3)).toEqual(['Volumes', 'InitContainers', 'Containers']);
  });

  test('keeps keys of maps, and tells what is not there by its type', () => {
    expect(valueAt(printed, 'NodeSelector')).toEqual({ a: 'b' });
    expect([valueAt(printed, 'Volumes'), valueAt(printed, 'NodeName'), valueAt(printed, 'Affinity')]).toEqual([null, '', null]);
  });

  test('is null when there is none', () => {
    expect(goInternal('core.PodSpec', undefined)).toBeNull();
  });
});

describe('the difference of two values', () => {
  test('is told by line, with what surrounds it', () => {
    const before = goInternal('core.EphemeralContainer', { name: 'debug', image: 'busybox:1' });
    const after = goInternal('core.EphemeralContainer', { name: 'debug', image: 'busybox:2' });
    const lines = diffOf(before, after).split('\n');
    expect(lines.filter((line) => /^[-+] /.test(line))).toEqual([
      expect.stringMatching(/^- +"Image": "busybox:1",$/),
      expect.stringMatching(/^\+ +"Image": "busybox:2",$/),
    ]);
  });

  test('is nothing for the same', () => {
    expect(diffOf({ a: 1 }, { a: 1 })).toBe('');
  });
});
