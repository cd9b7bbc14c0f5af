import { describe, expect, it } from 'vitest';
import * as names from './names.ts';

describe('names of objects', () => {
  it('a prefix may end with a dash', () => {
    expect(names.nameIsDnsSubdomain('web-', true)).toEqual([]);
    expect(names.nameIsDnsSubdomain('web-', false)).toHaveLength(1);
  });
  it('a path segment forbids slashes, percent signs and dots alone', () => {
    expect(names.nameIsPathSegment('..', false)).toEqual(["may not be '..'"]);
    expect(names.nameIsPathSegment('a/b%', false)).toEqual(["may not contain '/'", "may not contain '%'"]);
    expect(names.nameIsPathSegment('system:node', false)).toEqual([]);
  });
});

it('counts bytes of UTF-8', () => {
  expect(['a', 'ā', '中', '😀'].map(names.utf8Length)).toEqual([1, 2, 3, 4]);
});
