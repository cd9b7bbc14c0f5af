import { ENDPOINT_SLICE } from '../../api/resources.ts';
import type { EndpointSlice } from '../../api/types.gen.ts';
import { resolveType } from '../parse/types.ts';
import { type Session, listObjects } from '../session.ts';

const MOST_ENDPOINTS = 3;

export async function slicesOf(session: Session, namespace: string, service: string): Promise<readonly EndpointSlice[]> {
  const resource = await resolveType(session, `${ENDPOINT_SLICE.resource}.${ENDPOINT_SLICE.group}`);
  const { items } = await listObjects(session, { resource, namespace }, { labelSelector: `kubernetes.io/service-name=${service}` });
  return items as readonly EndpointSlice[];
}

interface Candidate {
  readonly text: string;
  readonly ready: boolean;
}

/** Ready endpoints behind a port, the first three of them. */
export function endpointsText(slices: readonly EndpointSlice[], portName: string): string {
  if (slices.length === 0) return '<none>';
  const candidates = slices.flatMap((slice) => candidatesOf(slice, portName));
  const ready = candidates.filter((candidate) => candidate.ready);
  const shown = ready
    .slice(0, MOST_ENDPOINTS)
    .map(({ text }) => text)
    .join(',');
  // One more that isn't ready suffices to say that there are "0 more".
  const full = candidates.indexOf(ready[MOST_ENDPOINTS - 1] ?? { text: '', ready: false });
  return full !== -1 && full < candidates.length - 1 ? `${shown} + ${ready.length - MOST_ENDPOINTS} more...` : shown;
}

/** A headless Service may have endpoints without ports. */
function candidatesOf({ ports = [], endpoints = [] }: EndpointSlice, portName: string): readonly Candidate[] {
  const at = (suffix: string): readonly Candidate[] =>
    endpoints.map(({ addresses: [address = ''], conditions }) => ({
      text: suffix !== '' && address.includes(':') ? `[${address}]${suffix}` : `${address}${suffix}`,
      ready: conditions?.ready !== false,
    }));
  if (ports.length === 0) return at('');
  return ports.filter(({ name = '' }) => name === portName).flatMap(({ port = 0 }) => at(`:${port}`));
}
