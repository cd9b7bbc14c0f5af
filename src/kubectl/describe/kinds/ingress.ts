import { SERVICE } from '../../../api/resources.ts';
import type {
  Ingress,
  IngressBackend,
  IngressClass,
  IngressRule,
  IngressServiceBackend,
  IngressTLS,
  Service,
} from '../../../api/types.gen.ts';
import { isFailure } from '../../errors.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, getObject } from '../../session.ts';
import { defineDescriber } from '../describer.ts';
import { endpointsText, slicesOf } from '../endpoints-text.ts';
import { annotationLines, field, heading, labelLines, optional } from '../text.ts';

export const ingressDescriber = defineDescriber<Ingress>({
  group: 'networking.k8s.io',
  kind: 'Ingress',
  async describe(session, { metadata, spec, status }) {
    const namespace = metadata.namespace ?? '';
    const backend = spec?.defaultBackend === undefined ? '<default>' : await backendText(session, namespace, spec.defaultBackend);
    const addresses = new Set((status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname || '').filter(Boolean));
    const rules: string[] = [];
    for (const rule of spec?.rules ?? []) if (rule.http !== undefined) rules.push(await ruleLines(session, namespace, rule));
    return [
      field('Name', metadata.name ?? ''),
      labelLines('Labels', metadata.labels),
      field('Namespace', namespace),
      field('Address', [...addresses].toSorted().join(',')),
      field('Ingress Class', spec?.ingressClassName ?? '<none>'),
      field('Default backend', backend),
      tlsLines(spec?.tls),
      'Rules:\n  Host\tPath\tBackends\n  ----\t----\t--------\n',
      rules.length === 0 ? `  *\t*\t${backend}\n` : rules.join(''),
      annotationLines('Annotations', metadata.annotations),
    ].join('');
  },
});

function tlsLines(tls: readonly IngressTLS[] | undefined): string {
  if (tls === undefined || tls.length === 0) return '';
  const lines = tls.map(({ secretName = '', hosts = [] }) =>
    secretName === '' ? `  SNI routes ${hosts.join(',')}\n` : `  ${secretName} terminates ${hosts.join(',')}\n`,
  );
  return `TLS:\n${lines.join('')}`;
}

async function ruleLines(session: Session, namespace: string, { host, http }: IngressRule): Promise<string> {
  const lines = [`  ${host || '*'}\t\n`];
  for (const { path = '', backend } of http?.paths ?? []) lines.push(`    \t${path} \t${await backendText(session, namespace, backend)}\n`);
  return lines.join('');
}

/** `web:80 (10.0.0.1:8080)`. */
async function backendText(session: Session, namespace: string, { service, resource }: IngressBackend): Promise<string> {
  if (service === undefined) {
    return resource === undefined ? '' : `APIGroup: ${resource.apiGroup ?? '<none>'}, Kind: ${resource.kind}, Name: ${resource.name}`;
  }
  const shown = `${service.name}:${service.port?.number || (service.port?.name ?? '')}`;
  try {
    return `${shown} (${await behind(session, namespace, service)})`;
  } catch (error) {
    if (isFailure(error)) return `${shown} (<error: ${error.message}>)`;
    throw error;
  }
}

async function behind(session: Session, namespace: string, { name, port }: IngressServiceBackend): Promise<string> {
  const slices = await slicesOf(session, namespace, name);
  const service = (await getObject(session, { resource: await resolveType(session, SERVICE.resource), namespace, name })) as Service;
  const meant = service.spec?.ports?.findLast((own) => (port?.number ? own.port === port.number : port?.name && own.name === port.name));
  return endpointsText(slices, meant?.name ?? '');
}

export const ingressClassDescriber = defineDescriber<IngressClass>({
  group: 'networking.k8s.io',
  kind: 'IngressClass',
  describe(_session, ingressClass) {
    const { controller = '', parameters } = ingressClass.spec ?? {};
    const reference =
      parameters === undefined
        ? ''
        : `Parameters:\n${optional('  APIGroup', parameters.apiGroup)}${field('  Kind', parameters.kind)}${field('  Name', parameters.name)}`;
    return `${heading(ingressClass)}${field('Controller', controller)}${reference}`;
  },
});
