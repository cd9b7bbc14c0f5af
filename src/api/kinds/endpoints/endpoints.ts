import { ENDPOINTS } from '../../resources.ts';
import type { Endpoints, EndpointSubset } from '../../types.gen.ts';
import { AGE, NAME, column, listed } from '../columns.ts';
import { lateRules } from '../late-rules.ts';
import { plainKind } from '../plain.ts';
import { alter, fill, mapShared, memoised } from '../sharing.ts';

const ENDPOINTS_DEPRECATED = 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice';

/** Rules stand in `rules.ts`. */
export const endpointsKind = plainKind<Endpoints>(ENDPOINTS, {
  shortNames: ['ep'],
  etcdPrefix: '/registry/services/endpoints',
  createOnUpdate: true,
  default: (endpoints) => alter(endpoints, 'subsets', (subsets) => mapShared(subsets, defaultSubset)),
  ...lateRules(ENDPOINTS),
  deprecated: ENDPOINTS_DEPRECATED,
  columns: [NAME, column<Endpoints>('Endpoints', 'string', endpointsText), AGE],
});

const defaultSubset: (subset: EndpointSubset) => EndpointSubset = memoised((subset) =>
  alter(subset, 'ports', (ports) => mapShared(ports, (port) => fill(port, { protocol: 'TCP' }))),
);

function endpointsText({ subsets = [] }: Endpoints): string {
  if (subsets.length === 0) return '<none>';
  return listed(
    subsets.flatMap(({ addresses = [], ports = [] }) =>
      ports.length === 0 ? addresses.map(({ ip }) => ip) : ports.flatMap(({ port }) => addresses.map(({ ip }) => joined(ip, port))),
    ),
  );
}

function joined(ip = '', port = 0): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}
