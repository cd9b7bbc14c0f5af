import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCluster } from '../../sim/cluster.ts';
import type { ApiResource, ApiResourceList } from '../request.ts';
import type { JsonValue } from '../scalars.ts';
import { warningHeaders } from './answer.ts';
import { aggregated, apiVersions, groupList, resourceList } from './discovery.ts';
import { warningTexts } from './from-answer.ts';
import { fromAggregated, fromResourceList, groupVersionsOf } from './from-discovery.ts';

test('warnings come out of their headers as they went in, one by one or joined', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 50, unit: 'grapheme' }), { maxLength: 5 }), (texts) => {
      const headers = warningHeaders(texts);
      expect(warningTexts(headers)).toEqual(texts);
      expect(warningTexts([headers.join(', ')])).toEqual(texts);
    }),
  );
});

test('other warnings are nobody’s business', () => {
  expect(
    warningTexts(['110 - "stale"', '299 - ""', 'nonsense', '299 host "a \\"b\\"" "Mon, 05 Jan 2026 09:00:00 GMT", 299 - "c"']),
  ).toEqual(['a "b"', 'c']);
});

const { items: served } = createCluster({ startTime: 0, machines: [], images: 'preloaded' }, 1).request({ verb: 'discover' })
  .body as ApiResourceList;

/** What discovery does not tell: how a resource is kept. Orders are its own. */
function told(resources: readonly ApiResource[]): unknown {
  const bare = resources.map(({ stored: _stored, virtual: _virtual, verbs, subresources, ...rest }) => ({
    ...rest,
    verbs: verbs.toSorted(),
    subresources: subresources.toSorted(),
  }));
  return bare.toSorted((a, b) => (`${a.group}/${a.version}/${a.resource}` < `${b.group}/${b.version}/${b.resource}` ? -1 : 1));
}

test('both forms of discovery tell what is served', () => {
  const json = (value: unknown) => value as JsonValue;
  const nobody = () => false;
  const whole = [true, false].flatMap((core) => fromAggregated(json(aggregated(served, core)), nobody) ?? []);
  expect(told(whole)).toEqual(told(served));
  const versions = groupVersionsOf(json(apiVersions('')), json(groupList(served)));
  const listed = versions.flatMap((version) =>
    fromResourceList(version, json(resourceList(version.group, version.version, served)), nobody),
  );
  expect(listed).toEqual(whole);
});
