import type { EndpointSlice } from '../../types.gen.ts';
import { NONE } from '../checks.ts';
import { ipWarnings } from '../cidr.ts';
import type { LateRules } from '../late-rules.ts';
import { validateEndpointSlice, validateEndpointSliceUpdate } from './validate.ts';

export const ENDPOINT_SLICE_RULES: LateRules<EndpointSlice> = {
  validate: validateEndpointSlice,
  validateUpdate: validateEndpointSliceUpdate,
  validateStatusUpdate: () => NONE,
  warnings,
};

/** Controllers write addresses in their canonical form. */
function warnings({ metadata, addressType, endpoints }: EndpointSlice, stored?: EndpointSlice): readonly string[] {
  const old = addressType === 'FQDN' && stored === undefined ? ['spec.addressType: FQDN endpoints are deprecated'] : [];
  if (MANAGERS.includes(metadata.labels?.['endpointslice.kubernetes.io/managed-by'] ?? '')) return old;
  const addresses = (endpoints ?? []).flatMap((endpoint, index) =>
    (endpoint.addresses ?? []).flatMap((address, number) => ipWarnings(address, `endpoints[${index}].addresses[${number}]`)),
  );
  return [...old, ...addresses];
}

const MANAGERS = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io'];
