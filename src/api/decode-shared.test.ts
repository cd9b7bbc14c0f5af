import { describe, expect, it } from 'vitest';
import { decodeObject } from './decode.ts';
import { podKind } from './kinds/pod/pod.ts';
import type { JsonValue } from './scalars.ts';
import type { Pod } from './types.gen.ts';

const decode = (name: string, spec: JsonValue) =>
  decodeObject({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec }, podKind, 'Warn');
const specOf = (name: string, spec: JsonValue) => (decode(name, spec).object as Pod).spec;
const plain = (image = 'nginx') => ({ containers: [{ name: 'a', image, resources: { limits: { cpu: '1000m' } } }], hostname: '' });

describe('specs that come again', () => {
  it('are one object', () => {
    const first = specOf('a', plain());
    expect(specOf('b', plain())).toBe(first);
    expect(first?.containers[0]?.resources?.limits?.['cpu']).toBe('1');
  });

  it('are others when anything in them is', () => {
    const first = specOf('a', plain());
    const second = specOf('b', plain('httpd'));
    expect([first?.containers[0]?.image, second?.containers[0]?.image]).toEqual(['nginx', 'httpd']);
    expect(specOf('c', { containers: [] })).toEqual({ containers: [] });
    expect(specOf('d', { containers: [{ ...plain().containers[0], tty: true }, ...plain().containers] })?.containers).toHaveLength(2);
  });

  it('keep the order of their keys', () => {
    specOf('a', { nodeName: 'n', hostname: 'h', containers: [] });
    expect(Object.keys(specOf('b', { hostname: 'h', nodeName: 'n', containers: [] }) ?? {})).toEqual([
      'hostname',
      'nodeName',
      'containers',
    ]);
  });

  it('are complained about every time', () => {
    const strange = { ...plain(), odd: 1 };
    expect(decode('a', strange).warnings).toEqual(['unknown field "spec.odd"']);
    expect(decode('b', strange).warnings).toEqual(['unknown field "spec.odd"']);
    const refusal = /cannot unmarshal number into Go struct field PodSpec\.spec\.hostname of type string/;
    expect(() => decode('a', { ...plain(), hostname: 1 })).toThrow(refusal);
    expect(() => decode('b', { ...plain(), hostname: 1 })).toThrow(refusal);
  });
});
