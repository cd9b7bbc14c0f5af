import { expect, test } from 'vitest';
import type { EndpointSlice } from '../../api/types.gen.ts';
import { endpointsText } from './endpoints-text.ts';

function slice(ports: EndpointSlice['ports'], ...endpoints: readonly (readonly [address: string, ready: boolean])[]): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {},
    addressType: 'IPv4',
    ...(ports && { ports }),
    endpoints: endpoints.map(([address, ready]) => ({ addresses: [address], conditions: { ready } })),
  };
}

const HTTP = [{ name: 'http', port: 80 }];
const THREE = [
  ['a', true],
  ['b', true],
  ['c', true],
] as const;

test.each<[title: string, slices: readonly EndpointSlice[], text: string]>([
  ['no slices', [], '<none>'],
  ['none ready', [slice(HTTP, ['a', false])], ''],
  ['another port', [slice([{ name: 'dns', port: 53 }], ['a', true])], ''],
  ['without ports', [slice(undefined, ['a', true])], 'a'],
  ['IPv6', [slice(HTTP, ['fd00::1', true])], '[fd00::1]:80'],
  ['three', [slice(HTTP, ['x', false], ...THREE)], 'a:80,b:80,c:80'],
  ['more', [slice(HTTP, ...THREE), slice(HTTP, ['d', true], ['e', false])], 'a:80,b:80,c:80 + 1 more...'],
  ['more that are not ready', [slice(HTTP, ...THREE, ['d', false])], 'a:80,b:80,c:80 + 0 more...'],
])('%s', (_title, slices, text) => {
  expect(endpointsText(slices, 'http')).toBe(text);
});
