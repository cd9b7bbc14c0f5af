import type { KubeObject } from '../../api/object.ts';
import type { JsonObject, JsonValue } from '../../api/scalars.ts';
import { type FieldSpec, changeFields } from './field-path.ts';
import { type Resource, identitiesOf, identityOf, isNamespaced } from './resource.ts';

/** Fields that name objects of a kind. */
interface ReferenceRule {
  readonly kind: string;
  readonly fields: readonly FieldSpec[];
}

/** Where the spec of a pod lies. */
const POD_SPECS: readonly (readonly [kind: string, path: string])[] = [
  ['Pod', 'spec'],
  ['PodTemplate', 'template/spec'],
  ...['Deployment', 'ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job'].map((kind) => [kind, 'spec/template/spec'] as const),
  ['CronJob', 'spec/jobTemplate/spec/template/spec'],
];
/** Not all rules know all of these kinds; kustomize's own table has the same gaps. */
const WITHOUT_REPLICA_SETS: typeof POD_SPECS = [
  ...POD_SPECS.filter(([kind]) => kind !== 'ReplicaSet' && kind !== 'PodTemplate'),
  ['ReplicationController', 'spec/template/spec'],
];

function inPods(paths: readonly string[], kinds = POD_SPECS): readonly FieldSpec[] {
  return kinds.flatMap(([kind, spec]) => paths.map((path) => ({ kind, path: `${spec}/${path}` })));
}

function of(kind: string, ...paths: readonly string[]): readonly FieldSpec[] {
  return paths.map((path) => ({ kind, path }));
}

const inContainers = (path: string) => [`containers/${path}`, `initContainers/${path}`];
const annotation = (name: string) => `metadata/annotations/${name.replaceAll('/', '\\/')}`;

const RULES: readonly ReferenceRule[] = [
  ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map((kind) => ({
    kind,
    fields: of('HorizontalPodAutoscaler', 'spec/scaleTargetRef/name'),
  })),
  {
    kind: 'ConfigMap',
    fields: [
      ...inPods([
        'volumes/configMap/name',
        'volumes/projected/sources/configMap/name',
        ...inContainers('env/valueFrom/configMapKeyRef/name'),
        ...inContainers('envFrom/configMapRef/name'),
      ]),
      ...of('Role', 'rules/resourceNames'),
      ...of('ClusterRole', 'rules/resourceNames'),
      ...of('Ingress', annotation('nginx.ingress.kubernetes.io/fastcgi-params-configmap')),
    ],
  },
  {
    kind: 'Secret',
    fields: [
      ...inPods([
        'volumes/secret/secretName',
        'volumes/projected/sources/secret/name',
        'imagePullSecrets/name',
        ...inContainers('env/valueFrom/secretKeyRef/name'),
        ...inContainers('envFrom/secretRef/name'),
      ]),
      ...of(
        'Ingress',
        'spec/tls/secretName',
        ...['ingress', 'nginx.ingress'].map((prefix) => annotation(`${prefix}.kubernetes.io/auth-secret`)),
        annotation('nginx.ingress.kubernetes.io/auth-tls-secret'),
      ),
      ...of('ServiceAccount', 'imagePullSecrets/name'),
      ...of('StorageClass', 'parameters/secretName', 'parameters/adminSecretName', 'parameters/userSecretName', 'parameters/secretRef'),
      ...of('Role', 'rules/resourceNames'),
      ...of('ClusterRole', 'rules/resourceNames'),
      ...of('PersistentVolume', 'spec/azureFile/secretName'),
    ],
  },
  {
    kind: 'Service',
    fields: [
      ...of('StatefulSet', 'spec/serviceName'),
      ...of(
        'Ingress',
        'spec/rules/http/paths/backend/serviceName',
        'spec/backend/serviceName',
        'spec/rules/http/paths/backend/service/name',
        'spec/defaultBackend/service/name',
      ),
      ...of('APIService', 'spec/service/name'),
      ...of('ValidatingWebhookConfiguration', 'webhooks/clientConfig/service'),
      ...of('MutatingWebhookConfiguration', 'webhooks/clientConfig/service'),
      ...of('HTTPRoute', 'spec/rules/backendRefs/name'),
    ],
  },
  { kind: 'Role', fields: of('RoleBinding', 'roleRef/name') },
  { kind: 'ClusterRole', fields: [...of('RoleBinding', 'roleRef/name'), ...of('ClusterRoleBinding', 'roleRef/name')] },
  {
    kind: 'ServiceAccount',
    fields: [
      ...of('RoleBinding', 'subjects'),
      ...of('ClusterRoleBinding', 'subjects'),
      ...inPods(['serviceAccountName'], WITHOUT_REPLICA_SETS),
    ],
  },
  { kind: 'PersistentVolumeClaim', fields: inPods(['volumes/persistentVolumeClaim/claimName'], WITHOUT_REPLICA_SETS) },
  { kind: 'PersistentVolume', fields: [...of('PersistentVolumeClaim', 'spec/volumeName'), ...of('ClusterRole', 'rules/resourceNames')] },
  {
    kind: 'StorageClass',
    fields: [
      ...of('PersistentVolume', 'spec/storageClassName'),
      ...of('PersistentVolumeClaim', 'spec/storageClassName'),
      ...of('StatefulSet', 'spec/volumeClaimTemplates/spec/storageClassName'),
    ],
  },
  { kind: 'PriorityClass', fields: inPods(['priorityClassName'], WITHOUT_REPLICA_SETS) },
  { kind: 'IngressClass', fields: of('Ingress', 'spec/ingressClassName') },
];

/** Objects that have got other names are called by them wherever the others name them. */
export function withReferences(resources: readonly Resource[]): readonly Resource[] {
  return resources.map((referrer) => {
    const object = RULES.reduce((changed, { kind, fields }) => {
      const targets = resources.filter((resource) => resource.object.kind === kind && resource.earlier.length > 0);
      return targets.length === 0 ? changed : changeFields(changed, fields, (value) => changedReference(value, referrer, targets));
    }, referrer.object);
    return object === referrer.object ? referrer : { ...referrer, object };
  });
}

/** A name, a list of names, or maps with `name` and `namespace`. */
function changedReference(value: JsonValue | undefined, referrer: Resource, targets: readonly Resource[]): JsonValue | undefined {
  if (typeof value === 'string') return targetOf(value, undefined, referrer, targets)?.metadata.name ?? value;
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => changedReference(item, referrer, targets) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  const { kind, name, namespace } = value as JsonObject;
  if (typeof name !== 'string' || (kind !== undefined && kind !== targets[0]?.object.kind)) return value;
  const found = targetOf(name, typeof namespace === 'string' ? namespace : '', referrer, targets);
  if (found === undefined) return value;
  const place = found.metadata.namespace === undefined ? {} : { namespace: found.metadata.namespace };
  return { ...(value as JsonObject), name: found.metadata.name ?? name, ...place };
}

/** Of several that had the name, the one that has come the same way. */
function targetOf(name: string, namespace: string | undefined, referrer: Resource, targets: readonly Resource[]): KubeObject | undefined {
  const own = identityOf(referrer.object).namespace;
  const named = targets.filter((target) => {
    const known = identitiesOf(target).filter((identity) => identity.name === name);
    if (namespace !== undefined) return known.some((identity) => effective(identity.namespace) === effective(namespace));
    const isNear = !isNamespaced(target.object) || !isNamespaced(referrer.object);
    return known.length > 0 && (isNear || effective(identityOf(target.object).namespace) === effective(own));
  });
  if (named.length <= 1) return named[0]?.object;
  const alike = named.filter((target) => sameList(target.prefixes, referrer.prefixes) && sameList(target.suffixes, referrer.suffixes));
  return alike.length === 1 ? alike[0]?.object : undefined;
}

function effective(namespace: string): string {
  return namespace === '' ? 'default' : namespace;
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.join('\n') === b.join('\n');
}
