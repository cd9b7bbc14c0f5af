import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EndpointSlice } from '../../../api/types.gen.ts';
import { type Draft, type Wanted, MAX_ENDPOINTS_PER_SLICE, draftOf, place, planOf, portsKeyOf } from './placement.ts';

const PORTS = [[{ name: '', protocol: 'TCP', port: 80 }], [{ name: '', protocol: 'TCP', port: 81 }]] as const;

/** A batch: pods by number, each gone or with the ports of a kind. */
const batch = fc.uniqueArray(fc.record({ pod: fc.nat(260), kind: fc.integer({ min: -1, max: 1 }), ready: fc.boolean() }), {
  maxLength: 260,
  selector: ({ pod }) => pod,
});

it('every pod is in one slice of its ports, no slice is too full, and one is left when there is none', () => {
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 8 }), (batches) => {
      const slices = new Map<string, EndpointSlice>();
      const homes = new Map<string, string>();
      const expected = new Map<string, string>();
      let made = 0;
      for (const changes of batches) {
        const drafts = [...slices.values()].map(draftOf);
        const byName = new Map(drafts.map((draft) => [draft.slice?.metadata.name ?? '', draft]));
        const wanted = new Map<string, Wanted | undefined>();
        for (const { pod, kind, ready } of changes) {
          const name = `p${pod}`;
          const ports = PORTS[kind as 0 | 1];
          if (kind < 0) expected.delete(name);
          else expected.set(name, `${portsKeyOf(ports)} ${ready}`);
          wanted.set(
            `default/${name}`,
            kind < 0 ? undefined : { ports, endpoint: { addresses: ['10.0.0.1'], conditions: { ready }, targetRef: { name } } },
          );
        }
        const moves = new Map<string, Draft | undefined>();
        place(
          drafts,
          wanted,
          (pod) => byName.get(homes.get(pod) ?? ''),
          (pod, draft) => moves.set(pod, draft),
        );
        const plan = planOf(drafts);
        for (const draft of [...plan.create, ...plan.update]) {
          const name = draft.slice?.metadata.name ?? `s${(made += 1)}`;
          draft.slice = {
            apiVersion: 'discovery.k8s.io/v1',
            kind: 'EndpointSlice',
            addressType: 'IPv4',
            metadata: { name },
            endpoints: draft.endpoints,
            ports: draft.ports,
          };
          slices.set(name, draft.slice);
        }
        for (const slice of plan.delete) slices.delete(slice.metadata.name ?? '');
        for (const [pod, draft] of moves) {
          if (draft?.slice === undefined) homes.delete(pod);
          else homes.set(pod, draft.slice.metadata.name ?? '');
        }
        check(slices, expected);
      }
    }),
    { numRuns: 60 },
  );
});

function check(slices: ReadonlyMap<string, EndpointSlice>, expected: ReadonlyMap<string, string>): void {
  const found = [...slices.values()].flatMap((slice) =>
    (slice.endpoints ?? []).map(
      ({ targetRef, conditions }) => [targetRef?.name ?? '', `${portsKeyOf(slice.ports ?? [])} ${conditions?.ready}`] as const,
    ),
  );
  expect(found).toHaveLength(expected.size);
  expect(new Map(found)).toEqual(new Map(expected));
  for (const { endpoints = [] } of slices.values()) expect(endpoints.length).toBeLessThanOrEqual(MAX_ENDPOINTS_PER_SLICE);
  expect(slices.size).toBeGreaterThan(0);
  if (expected.size > 0) for (const { endpoints = [] } of slices.values()) expect(endpoints.length).toBeGreaterThan(0);
}
