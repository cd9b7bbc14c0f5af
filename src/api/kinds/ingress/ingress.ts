import { INGRESS } from '../../resources.ts';
import type { Ingress } from '../../types.gen.ts';
import { AGE, NAME, column } from '../columns.ts';
import { ingressWarnings } from '../cidr.ts';
import { plainKind } from '../plain.ts';
import { fill } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';
import { CLASS_ANNOTATION, validateIngress, validateIngressStatusUpdate, validateIngressUpdate } from './validate.ts';

/** `pkg/registry/networking/ingress`; rules in `validate.ts`. */
export const ingressKind = plainKind<Ingress>(INGRESS, {
  shortNames: ['ing'],
  etcdPrefix: '/registry/ingress',
  hasGeneration: true,
  subresources: ['status'],
  default: (ingress) => fill<Ingress>(ingress, { spec: {}, status: { loadBalancer: {} } }),
  prepareForCreate: (ingress) => ({ ...ingress, status: { loadBalancer: {} } }),
  prepareForUpdate: withStatusOf,
  prepareForStatusUpdate(next, stored, context) {
    context?.warnings?.push(...ingressWarnings(next.status?.loadBalancer?.ingress));
    return withSpecOf(next, stored);
  },
  validate: validateIngress,
  validateUpdate: validateIngressUpdate,
  validateStatusUpdate: validateIngressStatusUpdate,
  warnings,
  columns: [
    NAME,
    column<Ingress>('Class', 'string', ({ spec }) => spec?.ingressClassName ?? '<none>'),
    column<Ingress>('Hosts', 'string', hostsText),
    column<Ingress>('Address', 'string', addressText),
    column<Ingress>('Ports', 'string', ({ spec }) => ((spec?.tls ?? []).length > 0 ? '80, 443' : '80')),
    AGE,
  ],
});

function warnings(next: Ingress, stored?: Ingress): readonly string[] {
  const isOld = next.metadata.annotations?.[CLASS_ANNOTATION] !== undefined && next.spec?.ingressClassName === undefined;
  return stored === undefined && isOld
    ? [`annotation "${CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`]
    : [];
}

const MAX_HOSTS = 3;

/** Rules without a host take part in the count of those left out, as upstream's do. */
function hostsText({ spec }: Ingress): string {
  const rules = spec?.rules ?? [];
  const hosts: string[] = [];
  let hasMore = false;
  for (const { host = '' } of rules) {
    if (hosts.length === MAX_HOSTS) hasMore = true;
    else if (host !== '') hosts.push(host);
  }
  if (hosts.length === 0) return '*';
  return hasMore ? `${hosts.join(',')} + ${rules.length - MAX_HOSTS} more...` : hosts.join(',');
}

function addressText({ status }: Ingress): string {
  const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || (hostname ?? ''));
  return [...new Set(addresses.filter((address) => address !== ''))].sort().join(',');
}
