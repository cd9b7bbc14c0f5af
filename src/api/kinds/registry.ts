import type { KindDefinition } from '../kind.ts';
import { apiVersionOf, groupResource } from '../object.ts';
import { customResourceDefinitionKind } from './custom-resource-definition/custom-resource-definition.ts';
import { roleKind } from './role/role.ts';
import { roleBindingKind } from './role-binding/role-binding.ts';
import { clusterRoleKind } from './cluster-role/cluster-role.ts';
import { clusterRoleBindingKind } from './cluster-role-binding/cluster-role-binding.ts';
import { FIRST_KINDS } from './first.ts';
import { ingressClassKind } from './ingress-class/ingress-class.ts';
import { ingressKind } from './ingress/ingress.ts';
import { ipAddressKind } from './ip-address/ip-address.ts';
import { networkPolicyKind } from './network-policy/network-policy.ts';
import { serviceCidrKind } from './service-cidr/service-cidr.ts';

/** The kinds beyond the first ones. Where a group serves two versions the preferred one stands first. */
export const LATE_KINDS: readonly KindDefinition[] = [
  customResourceDefinitionKind,
  ingressKind,
  ingressClassKind,
  ipAddressKind,
  networkPolicyKind,
  serviceCidrKind,
  roleKind,
  roleBindingKind,
  clusterRoleKind,
  clusterRoleBindingKind,
];

/** Every built-in kind. */
export const KINDS: readonly KindDefinition[] = [...FIRST_KINDS, ...LATE_KINDS];

export function kindOf(type: { readonly group: string; readonly resource: string }): KindDefinition | undefined {
  return BY_RESOURCE.get(groupResource(type));
}

export function kindByGvk(apiVersion: string, kind: string): KindDefinition | undefined {
  return BY_GVK.get(`${apiVersion} ${kind}`);
}

const BY_RESOURCE: ReadonlyMap<string, KindDefinition> = new Map(KINDS.toReversed().map((kind) => [groupResource(kind.type), kind]));
const BY_GVK: ReadonlyMap<string, KindDefinition> = new Map(KINDS.map((kind) => [`${apiVersionOf(kind.type)} ${kind.type.kind}`, kind]));
