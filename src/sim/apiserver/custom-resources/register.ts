/**
 * Every served version of a definition is an APIService of the server's own (pkg/controlplane/controller/crdregistration and
 * kube-aggregator's autoregister).
 */
import { apiServiceKind } from '../../../api/kinds/api-service/api-service.ts';
import { type KubeObject, groupResource } from '../../../api/object.ts';
import { API_SERVICE, CUSTOM_RESOURCE_DEFINITION } from '../../../api/resources.ts';
import { formatTime } from '../../../api/time.ts';
import type { APIService, CustomResourceDefinition } from '../../../api/types.gen.ts';
import { scanObjects } from '../../store/store.ts';
import { recorder } from '../managed-fields/record.ts';
import { type RequestScope, type Server, commitRemoval } from '../server.ts';
import { createObject } from '../verbs/create.ts';
import { statusStrategy } from '../verbs/strategies.ts';
import { replaceStored } from '../verbs/update.ts';

const SERVICES = groupResource(API_SERVICE);
const AUTOMANAGED = 'kube-aggregator.kubernetes.io/automanaged';

export function registerVersions(server: Server): void {
  const scope: RequestScope = {
    server,
    kind: apiServiceKind,
    requester: { user: 'system:apiserver', groups: ['system:masters', 'system:authenticated'], actor: 'kube-apiserver' },
    dryRun: false,
    tracker: recorder('kube-apiserver'),
  };
  const wanted = servedVersions(server);
  const known = Array.from(scanObjects(server.store, SERVICES, ''));
  for (const [name, service] of known) {
    const isStale = !wanted.delete(name) && service.metadata.labels?.[AUTOMANAGED] === 'true';
    if (isStale) commitRemoval(scope, service);
  }
  for (const service of wanted.values()) register(scope, service);
}

/** As APIServices, by name. */
function servedVersions(server: Server): Map<string, KubeObject> {
  const wanted = new Map<string, KubeObject>();
  for (const [, object] of scanObjects(server.store, groupResource(CUSTOM_RESOURCE_DEFINITION), '')) {
    const { group, versions } = (object as CustomResourceDefinition).spec;
    for (const { name: version, served } of versions) if (served) wanted.set(`${version}.${group}`, serviceOf(group, version));
  }
  return wanted;
}

function serviceOf(group: string, version: string): KubeObject {
  const service: APIService = {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: `${version}.${group}`, labels: { [AUTOMANAGED]: 'true' } },
    spec: { group, version, groupPriorityMinimum: 1000, versionPriority: 100 },
  };
  return service;
}

function register(scope: RequestScope, service: KubeObject): void {
  const created: KubeObject = createObject(scope, '', service);
  const available = {
    type: 'Available',
    status: 'True',
    lastTransitionTime: formatTime(scope.server.now()),
    reason: 'Local',
    message: 'Local APIServices are always available',
  };
  const next: KubeObject & { readonly status: object } = { ...created, status: { conditions: [available] } };
  replaceStored(scope, created, next, statusStrategy(scope));
}
