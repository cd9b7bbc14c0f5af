/** What a fresh API server finds missing and makes: the system namespaces, and the `kubernetes` Service that stands for itself. */
import type { Client } from '../../api/client.ts';
import { ENDPOINT_SLICE, ENDPOINTS, NAMESPACE, SERVICE } from '../../api/resources.ts';

/** Address of the control plane's machine on the node network. */
const CONTROL_PLANE_ADDRESS = '172.18.0.2';
const PORT = 6443;
const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'] as const;

export function bootstrap(client: Client): void {
  for (const name of NAMESPACES) client.create(NAMESPACE, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  client.create(SERVICE, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { component: 'apiserver', provider: 'kubernetes' } },
    spec: { type: 'ClusterIP', clusterIP: '10.96.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: PORT }] },
  });
  client.create(ENDPOINTS, {
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
    subsets: [{ addresses: [{ ip: CONTROL_PLANE_ADDRESS }], ports: [{ name: 'https', port: PORT, protocol: 'TCP' }] }],
  });
  client.create(ENDPOINT_SLICE, {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    endpoints: [{ addresses: [CONTROL_PLANE_ADDRESS], conditions: { ready: true } }],
    ports: [{ name: 'https', port: PORT, protocol: 'TCP' }],
  });
}
