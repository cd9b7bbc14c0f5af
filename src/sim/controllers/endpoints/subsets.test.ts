import { describe, expect, it } from 'vitest';
import { createSubsets, listSubsets, removeAddress, setAddress, truncate } from './subsets.ts';

const PORTS = [{ port: 80, protocol: 'TCP' as const }];

describe('addresses beyond a thousand', () => {
  it.each([
    { name: 'all fit', given: [{ ready: 600, notReady: 400 }], expected: [{ ready: 600, notReady: 400 }] },
    { name: 'ready ones come first', given: [{ ready: 600, notReady: 500 }], expected: [{ ready: 600, notReady: 400 }] },
    { name: 'too many ready ones', given: [{ ready: 1200, notReady: 5 }], expected: [{ ready: 1000, notReady: 0 }] },
    {
      name: 'a share for each subset, the last one gets the rest',
      given: [
        { ready: 1000, notReady: 0 },
        { ready: 1000, notReady: 3 },
        { ready: 1, notReady: 0 },
      ],
      expected: [
        { ready: 500, notReady: 0 },
        { ready: 500, notReady: 0 },
        { ready: 0, notReady: 0 },
      ],
    },
  ])('$name', ({ given, expected }) => {
    expect(truncate(given)).toEqual(expected);
  });

  it('are left out, and that is told', () => {
    const subsets = createSubsets();
    for (let index = 0; index < 1100; index += 1)
      setAddress(subsets, `default/p${index}`, PORTS, { ip: `10.0.${index >> 8}.${index & 255}` }, true);
    const { subsets: listed, isTruncated } = listSubsets(subsets);
    expect(isTruncated).toBe(true);
    expect(listed[0]?.addresses).toHaveLength(1000);
  });
});

it('addresses are listed in their order, and leave when their pod does', () => {
  const subsets = createSubsets();
  for (const ip of ['10.0.0.2', '10.0.0.10', '10.0.0.1']) setAddress(subsets, `default/${ip}`, PORTS, { ip }, true);
  setAddress(subsets, 'default/10.0.0.2', PORTS, { ip: '10.0.0.2' }, false);
  expect(listSubsets(subsets).subsets).toEqual([
    { addresses: [{ ip: '10.0.0.1' }, { ip: '10.0.0.10' }], notReadyAddresses: [{ ip: '10.0.0.2' }], ports: PORTS },
  ]);
  setAddress(subsets, 'default/10.0.0.2', PORTS, { ip: '10.0.0.2' }, true);
  removeAddress(subsets, 'default/10.0.0.1');
  expect(listSubsets(subsets).subsets).toEqual([{ addresses: [{ ip: '10.0.0.10' }, { ip: '10.0.0.2' }], ports: PORTS }]);
  for (const ip of ['10.0.0.2', '10.0.0.10']) removeAddress(subsets, `default/${ip}`);
  expect(listSubsets(subsets)).toEqual({ subsets: [], isTruncated: false });
});
