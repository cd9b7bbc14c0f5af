import type { EndpointAddress, EndpointSlice, EndpointSubset, Endpoint, Endpoints } from '../../../api/types.gen.ts';
import { defineDescriber } from '../describer.ts';
import { field, heading, optional, tableLines } from '../text.ts';

const UNSET = '<unset>';
const PORT_COLUMNS = ['Name', 'Port', 'Protocol'];

export const endpointsDescriber = defineDescriber<Endpoints>({
  kind: 'Endpoints',
  describe: (_session, endpoints) => `${heading(endpoints)}Subsets:\n${(endpoints.subsets ?? []).map(subsetLines).join('')}`,
});

function subsetLines({ addresses, notReadyAddresses, ports = [] }: EndpointSubset): string {
  const rows = ports.map(({ name, port, protocol = 'TCP' }) => [name || UNSET, port, protocol]);
  return [
    field('  Addresses', addressText(addresses)),
    field('  NotReadyAddresses', addressText(notReadyAddresses)),
    rows.length === 0 ? '' : `  Ports:\n${tableLines('    ', PORT_COLUMNS, rows)}`,
    '\n',
  ].join('');
}

function addressText(addresses: readonly EndpointAddress[] | undefined): string {
  return (addresses ?? []).map(({ ip }) => ip).join(',') || '<none>';
}

export const endpointSliceDescriber = defineDescriber<EndpointSlice>({
  group: 'discovery.k8s.io',
  kind: 'EndpointSlice',
  describe(_session, slice) {
    const { addressType, ports = [], endpoints = [] } = slice;
    const rows = ports.map(({ name, port, protocol = 'TCP' }) => [name || UNSET, port ?? UNSET, protocol]);
    return [
      heading(slice),
      field('AddressType', addressType),
      rows.length === 0 ? 'Ports: <unset>\n' : `Ports:\n${tableLines('  ', PORT_COLUMNS, rows)}`,
      endpoints.length === 0 ? 'Endpoints: <none>\n' : `Endpoints:\n${endpoints.map(endpointLines).join('')}`,
    ].join('');
  },
});

function endpointLines({ addresses, conditions, hostname, targetRef, nodeName, zone }: Endpoint): string {
  return [
    field('  - Addresses', addresses.join(', ') || '<none>'),
    '    Conditions:\n',
    field('      Ready', conditions?.ready ?? UNSET),
    field('    Hostname', hostname ?? UNSET),
    optional('    TargetRef', targetRef && `${targetRef.kind ?? ''}/${targetRef.name ?? ''}`),
    field('    NodeName', nodeName ?? UNSET),
    field('    Zone', zone ?? UNSET),
  ].join('');
}
