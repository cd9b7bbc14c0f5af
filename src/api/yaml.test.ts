import { describe, expect, it } from 'vitest';
import { parseDocuments, stringifyYaml } from './yaml.ts';

function one(text: string) {
  const documents = parseDocuments(text);
  expect(documents).toHaveLength(1);
  const [document] = documents;
  if (document === undefined) throw new Error('no document');
  return document;
}

describe('scalars as Kubernetes reads them', () => {
  it.each([
    ['yes', true],
    ['on', true],
    ['y', true],
    ['NO', false],
    ['~', null],
    ['', null],
    ['010', 8],
    ['0o10', 8],
    ['08', 8],
    ['0x1f', 31],
    ['0b11', 3],
    ['1_000', 1000],
    ['1e3', 1000],
    ['+1', 1],
    ['1.50', 1.5],
    ['12:30', '12:30'],
    ['2026-01-01', '2026-01-01'],
    ['0.0.0.0', '0.0.0.0'],
    ['1Gi', '1Gi'],
    ['"yes"', 'yes'],
    ['!!str 5', '5'],
    ['!!int "5"', 5],
    ['!custom 5', '5'],
    ['!!binary aGk=', 'hi'],
    ['=', '='],
  ])('%j is %j', (text, expected) => {
    expect(one(`a: ${text}`).value).toEqual({ a: expected });
  });
  it('spells out keys', () => {
    expect(one('1: a\ntrue: b\ny: c').value).toEqual({ 1: 'a', true: 'c' });
  });
});

describe('documents', () => {
  it('are split, the empty ones left out, each with its lines', () => {
    const documents = parseDocuments('# head\n---\na: 1\n---\n---\n# none\n---\nb: |\n  ---\n  x\n...\n');
    expect(documents.map(({ value, line, endLine }) => [value, line, endLine])).toEqual([
      [{ a: 1 }, 3, 3],
      [{ b: '---\nx\n' }, 8, 10],
    ]);
  });
  it('a mistake in one does not reach the next', () => {
    const documents = parseDocuments('a: 1\n---\nb: [\n---\nc: 1\n');
    expect(documents.map(({ value, errors }) => [value, errors.length])).toEqual([
      [{ a: 1 }, 0],
      [null, 1],
      [{ c: 1 }, 0],
    ]);
    expect(documents[1]?.errors[0]?.line).toBe(4);
  });
  it('may be JSON with tabs', () => {
    expect(one('{\n\t"a": [1,\n\t2]\n}').value).toEqual({ a: [1, 2] });
  });
  it('may be a stream of JSON objects', () => {
    const documents = parseDocuments('{"b": "}{", "a": 1}\n{"c":\n 2}\n');
    expect(documents.map(({ value, line }) => [JSON.stringify(value), line])).toEqual([
      ['{"b":"}{","a":1}', 1],
      ['{"c":2}', 2],
    ]);
  });
  it('have their fields in the order of their names', () => {
    expect(JSON.stringify(one('b: 1\na: {d: 1, c: 2}').value)).toBe('{"a":{"c":2,"d":1},"b":1}');
  });
  it('merge keys take over fields', () => {
    expect(one('x: &x {a: 1, b: 2}\nz:\n  <<: *x\n  b: 3').value).toEqual({ x: { a: 1, b: 2 }, z: { a: 1, b: 3 } });
  });
});

describe('bad input', () => {
  it.each([
    ['a: b: c', 'syntax', 'mapping values are not allowed in this context', 1, 4],
    ['\ta: 1', 'syntax', 'found character that cannot start any token', 1, 1],
    ['a: "x', 'syntax', 'found unexpected end of stream', 1, 6],
    ['a: {{ .x }}', 'value', 'invalid map key: map[interface {}]interface {}{".x":interface {}(nil)}', 1, 5],
    ['a: *nope', 'value', "unknown anchor 'nope' referenced", 1, 4],
    ['a: &x [*x]', 'value', "anchor 'x' value contains itself", 1, 8],
    ['a: .inf', 'value', 'json: unsupported value: +Inf', 1, 4],
    ['~: 1', 'value', 'unsupported map key of type: <nil>, key: <nil>', 1, 1],
    ['<<: 1', 'value', 'map merge requires map or sequence of maps as the value', 1, 5],
  ])('%j', (text, kind, message, line, column) => {
    const { value, errors } = one(text);
    expect(value).toBeNull();
    expect(errors).toMatchObject([{ kind, message, line, column }]);
  });
  it('of two equal keys the last one wins, with a finding', () => {
    const { value, errors } = one('a: 1\nb: 2\na: 3');
    expect(value).toEqual({ a: 3, b: 2 });
    expect(errors).toEqual([{ kind: 'duplicate', message: 'key "a" already set in map', line: 3, column: 1, endColumn: 2 }]);
  });
  it.each([
    ['flow', '['.repeat(1_000_000)],
    ['some flow', '['.repeat(1000)],
    ['blocks', '- '.repeat(20_000)],
    ['closed flow', `${'{a: '.repeat(101)}1${'}'.repeat(101)}`],
  ])('deep nesting: %s', (_title, text) => {
    expect(one(text).errors).toMatchObject([{ kind: 'limit', message: 'exceeded max depth of 100' }]);
  });
  it('aliases that blow up', () => {
    const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x,x]'];
    for (let i = 1; i < 12; i++) lines.push(`a${i}: &a${i} [${`*a${i - 1},`.repeat(10)}]`);
    expect(one(lines.join('\n')).errors).toMatchObject([{ kind: 'limit', message: 'document contains excessive aliasing' }]);
  });
  it('text beyond the limit is not even looked at', () => {
    expect(one('x'.repeat(10_000_001)).errors).toMatchObject([{ kind: 'limit', line: 1 }]);
    expect(parseDocuments('abc', { characters: 2 })).toHaveLength(1);
  });
});

describe('places', () => {
  const text = [
    'apiVersion: v1',
    'spec:',
    '  containers:',
    '  - name: a',
    '    image: "x:y"',
    '  - image: z',
    'metadata:',
    '  labels: {a.b/c: d}',
    '  annotations:',
    '    x.y: z',
  ].join('\n');
  it.each([
    ['apiVersion', 1, 1, 15],
    ['spec', 2, 1, 5],
    ['spec.containers[0].image', 5, 5, 17],
    ['spec.containers[1]', 6, 5, 13],
    ['metadata.labels[a.b/c]', 8, 12, 20],
    ['metadata.annotations.x.y', 10, 5, 11],
    ['spec.template.spec', 2, 1, 5],
    ['spec.containers[5].name', 3, 3, 13],
    ['kind', 1, 1, 15],
  ])('%s', (path, line, column, endColumn) => {
    expect(one(text).positionOf(path)).toEqual({ line, column, endColumn });
  });
  it('count from the beginning of the text', () => {
    expect(parseDocuments(`x: 1\n---\n${text}`)[1]?.positionOf('spec')?.line).toBe(4);
  });
});

describe('writing', () => {
  it.each([
    ['sorted keys, lists at the level of their key', { b: [1, { c: 'x', a: [] }], a: {} }, 'a: {}\nb:\n- 1\n- a: []\n  c: x\n'],
    ['digits by value', { a10: 1, a9: 2, 'a.b': 3, ab: 4 }, 'a.b: 3\na9: 2\na10: 1\nab: 4\n'],
    [
      'strings like other scalars',
      { a: 'yes', c: '1e3', d: '12:30', e: '2026-01-01T00:00:00Z', f: '' },
      'a: "yes"\nc: "1e3"\nd: "12:30"\ne: "2026-01-01T00:00:00Z"\nf: ""\n',
    ],
    ['keys like other scalars', { y: 1 }, '"y": 1\n'],
    [
      'indicators',
      { a: '- x', b: 'a: b', c: "it's", d: '{x}', e: "'q'", f: 'a #b', g: ' x' },
      "a: '- x'\nb: 'a: b'\nc: it's\nd: '{x}'\ne: '''q'''\nf: 'a #b'\ng: ' x'\n",
    ],
    ['several lines', { a: 'x\ny\n', b: 'x\ny', c: 'x\n\n', d: 'x \ny' }, 'a: |\n  x\n  y\nb: |-\n  x\n  y\nc: |+\n  x\n\nd: "x \\ny"\n'],
    ['special characters', { a: 'x\ty', b: 'é中😀', c: '\u0001\u2028' }, 'a: "x\\ty"\nb: é中😀\nc: "\\x01\\L"\n'],
    ['lists in lists', [[1, 2], [{ a: 1 }]], '- - 1\n  - 2\n- - a: 1\n'],
    ['scalars and absent fields', { a: null, b: undefined, c: 1.5, d: false }, 'a: null\nc: 1.5\nd: false\n'],
    [
      'long lines',
      {
        message:
          "the HPA was unable to compute the replica count: failed to get cpu utilization: unable to get metrics for resource cpu: it's out",
      },
      "message: 'the HPA was unable to compute the replica count: failed to get cpu utilization:\n  unable to get metrics for resource cpu: it''s out'\n",
    ],
  ])('%s', (_title, value, expected) => {
    expect(stringifyYaml(value)).toBe(expected);
  });
});
