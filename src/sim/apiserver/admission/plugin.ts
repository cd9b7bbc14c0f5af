import type { KindDefinition } from '../../../api/kind.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { RequestScope } from '../server.ts';

export type ObjectKind = Pick<KindDefinition, 'type' | 'schema' | 'custom'>;

export type Operation = 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';

/** What an admission plugin is told of a request beside the object. */
export interface AdmissionAttributes {
  readonly operation: Operation;
  /** '' for the object itself. */
  readonly subresource: string;
  /** What the object is where a subresource has objects of a kind of its own: a Scale, an Eviction. */
  readonly kind?: ObjectKind;
  readonly namespace: string;
  /** The stored object of an UPDATE or DELETE. */
  readonly stored?: KubeObject;
  /** Create-, Update- or DeleteOptions, for policies and webhooks. */
  readonly options?: JsonValue;
}

/** The chain of a 1.36 server in its real order; `admission.ts` sorts by it. */
export const PLUGIN_ORDER = [
  'NamespaceLifecycle',
  'LimitRanger',
  'ServiceAccount',
  'NodeRestriction',
  'TaintNodesByCondition',
  'PodSecurity',
  'Priority',
  'DefaultTolerationSeconds',
  'DefaultStorageClass',
  'StorageObjectInUseProtection',
  'PersistentVolumeClaimResize',
  'RuntimeClass',
  'CertificateApproval',
  'CertificateSigning',
  'ClusterTrustBundleAttest',
  'CertificateSubjectRestriction',
  'DefaultIngressClass',
  'PodTopologyLabels',
  'NodeDeclaredFeatureValidator',
  'PodResizeValidator',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionWebhook',
  // No plugins upstream, but what the storage of roles, bindings, claims and policies does at this very point.
  'PrivilegeEscalation',
  'ClaimAccess',
  'ParameterAccess',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionWebhook',
  'ResourceQuota',
] as const;

/** The chain of mutating plugins runs once more when one of them says so, that all may see what it did. */
export interface Reinvocation {
  /** What of that plugin may run again; undefined in the first round. */
  eligible?: ReadonlySet<string>;
}

/**
 * Looks at requests on their way into the store. Throws an ApiError to refuse one. Both phases run for every write, components' own
 * included: a plugin that does not care about a kind or has no objects to work by says so first.
 */
export interface AdmissionPlugin {
  readonly name: (typeof PLUGIN_ORDER)[number];
  /** Before validation: gives the object, changed or as it was. Not called for DELETE. */
  mutate?(scope: RequestScope, object: KubeObject, attributes: AdmissionAttributes, reinvocation: Reinvocation): KubeObject;
  /** After validation. The object of a DELETE is the stored one. */
  validate?(scope: RequestScope, object: KubeObject, attributes: AdmissionAttributes): void;
}
