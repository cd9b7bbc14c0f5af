import { SERVICE } from '../../../api/resources.ts';
import type { Service } from '../../../api/types.gen.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, listObjects, out } from '../../session.ts';
import { dump } from './dump.ts';
import { defineVerb } from '../../verb.ts';

/** Where a cluster says that it is when nobody says otherwise: kubeadm's own port. */
const LOCAL = 'https://127.0.0.1:6443';

export const clusterInfoVerb = defineVerb({
  name: 'cluster-info',
  summary: 'Display cluster information',
  usage: '[flags]',
  flags: {},
  subcommands: [dump],
  async run(session) {
    const host = session.server ?? LOCAL;
    out(session, `Kubernetes control plane is running at ${host}`);
    for (const service of await clusterServices(session)) {
      const name = service.metadata.labels?.['kubernetes.io/name'] ?? service.metadata.name ?? '';
      out(session, `${name} is running at ${linkTo(service, host)}`);
    }
    out(session, "\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.");
  },
});

async function clusterServices(session: Session): Promise<readonly Service[]> {
  const resource = await resolveType(session, SERVICE.resource);
  const namespace = session.namespaceGiven ? session.namespace : 'kube-system';
  return (await listObjects(session, { resource, namespace }, { labelSelector: 'kubernetes.io/cluster-service=true' })).items as Service[];
}

/** The address of its load balancer, or the way through the API server. */
function linkTo({ metadata, spec, status }: Service, host: string): string {
  const ports = spec?.ports ?? [];
  const ingress = status?.loadBalancer?.ingress?.[0];
  if (ingress !== undefined) return ports.map(({ port }) => `http://${ingress.ip ?? ingress.hostname ?? ''}:${port} `).join('');
  return `${host}/api/v1/namespaces/${metadata.namespace ?? ''}/services/${proxyName(metadata.name ?? '', ports[0])}/proxy`;
}

/** `name`, `name:port` or `https:name:port` (net.JoinSchemeNamePort). */
function proxyName(name: string, first: { readonly name?: string; readonly port: number } | undefined): string {
  if (first === undefined) return name;
  const portName = first.name ?? '';
  if (portName === 'https' || first.port === 443) return `https:${name}:${portName}`;
  return portName === '' ? name : `${name}:${portName}`;
}
