import { selectorOfSet, selectorText } from '../../labels.ts';
import { nameIsDnsLabel } from '../../names.ts';
import { SERVICE } from '../../resources.ts';
import type { Service, ServicePort } from '../../types.gen.ts';
import { ingressWarnings } from '../cidr.ts';
import { AGE, NAME, column, orNone, wideColumn } from '../columns.ts';
import { lateRules } from '../late-rules.ts';
import { plainKind } from '../plain.ts';
import { withSpecOf } from '../strategy.ts';
import { defaultIngress, defaultService } from './defaults.ts';
import { prepareServiceForCreate, prepareServiceForUpdate } from './strategy.ts';

/** Rules stand in `rules.ts`. Addresses and node ports are handed out by the API server; what a type needs of them is told by `needs.ts`. */
export const serviceKind = plainKind<Service>(SERVICE, {
  shortNames: ['svc'],
  categories: ['all'],
  etcdPrefix: '/registry/services/specs',
  subresources: ['status', 'proxy'],
  createOnUpdate: true,
  returnsObjectOnDelete: true,
  selectableFields: ['spec.clusterIP', 'spec.type'],
  fieldValue: ({ spec }, field) => (field === 'spec.type' ? spec?.type : spec?.clusterIP) ?? '',
  validateName: nameIsDnsLabel,
  default: defaultService,
  prepareForCreate: prepareServiceForCreate,
  prepareForUpdate: prepareServiceForUpdate,
  prepareForStatusUpdate(next, stored, context) {
    context?.warnings?.push(...ingressWarnings(next.status?.loadBalancer?.ingress));
    return defaultIngress(withSpecOf(next, stored));
  },
  ...lateRules(SERVICE),
  columns: [
    NAME,
    column<Service>('Type', 'string', ({ spec }) => spec?.type ?? ''),
    column<Service>('Cluster-IP', 'string', ({ spec }) => orNone(spec?.clusterIPs?.[0])),
    column<Service>('External-IP', 'string', externalText),
    column<Service>('Port(s)', 'string', ({ spec }) => orNone((spec?.ports ?? []).map(portText).join(','))),
    AGE,
    wideColumn<Service>('Selector', ({ spec }) => orNone(selectorText(selectorOfSet(spec?.selector)))),
  ],
});

function portText({ port, nodePort = 0, protocol }: ServicePort): string {
  return nodePort > 0 ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`;
}

function externalText({ spec, status }: Service): string {
  const external = spec?.externalIPs ?? [];
  switch (spec?.type) {
    case 'ClusterIP':
    case 'NodePort':
      return orNone(external.join(','));
    case 'LoadBalancer': {
      const ingress = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || (hostname ?? '')).filter((text) => text !== '');
      return [...[...new Set(ingress)].sort(), ...external].join(',') || '<pending>';
    }
    case 'ExternalName':
      return spec.externalName ?? '';
    case undefined:
    default:
      return '<unknown>';
  }
}
