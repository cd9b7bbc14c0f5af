import type { Fidelity, Mark } from '../fidelity.ts';
import { marksOfType } from '../fidelity.ts';
import { clusterRoleBindingFidelity } from './cluster-role-binding/fidelity.ts';
import { clusterRoleFidelity } from './cluster-role/fidelity.ts';
import { customResourceDefinitionFidelity } from './custom-resource-definition/fidelity.ts';
import { roleBindingFidelity } from './role-binding/fidelity.ts';
import { certificateSigningRequestFidelity } from './certificate-signing-request/fidelity.ts';
import { flowSchemaFidelity } from './flow-schema/fidelity.ts';
import { priorityLevelConfigurationFidelity } from './priority-level-configuration/fidelity.ts';
import { apiServiceFidelity } from './api-service/fidelity.ts';
import { componentStatusFidelity } from './component-status/fidelity.ts';
import { bindingFidelity } from './binding/fidelity.ts';
import { deviceClassFidelity } from './device-class/fidelity.ts';
import { resourceClaimFidelity } from './resource-claim/fidelity.ts';
import { resourceClaimTemplateFidelity } from './resource-claim-template/fidelity.ts';
import { resourceSliceFidelity } from './resource-slice/fidelity.ts';
import { tokenReviewFidelity } from './token-review/fidelity.ts';
import { subjectAccessReviewFidelity } from './subject-access-review/fidelity.ts';
import { selfSubjectAccessReviewFidelity } from './self-subject-access-review/fidelity.ts';
import { localSubjectAccessReviewFidelity } from './local-subject-access-review/fidelity.ts';
import { selfSubjectRulesReviewFidelity } from './self-subject-rules-review/fidelity.ts';
import { selfSubjectReviewFidelity } from './self-subject-review/fidelity.ts';
import { roleFidelity } from './role/fidelity.ts';

/** The whole ledger: each type stands in the list of the kind that introduces it. */
export const LEDGERS: readonly Fidelity[] = [
  clusterRoleFidelity,
  clusterRoleBindingFidelity,
  customResourceDefinitionFidelity,
  roleFidelity,
  roleBindingFidelity,
  certificateSigningRequestFidelity,
  flowSchemaFidelity,
  priorityLevelConfigurationFidelity,
  apiServiceFidelity,
  componentStatusFidelity,
  bindingFidelity,
  deviceClassFidelity,
  resourceClaimFidelity,
  resourceClaimTemplateFidelity,
  resourceSliceFidelity,
  tokenReviewFidelity,
  subjectAccessReviewFidelity,
  selfSubjectAccessReviewFidelity,
  localSubjectAccessReviewFidelity,
  selfSubjectRulesReviewFidelity,
  selfSubjectReviewFidelity,
];

const marks: ReadonlyMap<string, ReadonlyMap<string, Mark>> = new Map(
  LEDGERS.flatMap((ledger) => Object.entries(ledger).map(([type, own]): [string, ReadonlyMap<string, Mark>] => [type, marksOfType(own)])),
);

/** What a field of a type does here; undefined for a field that nobody has marked. */
export function markOf(type: string, field: string): Mark | undefined {
  return marks.get(type)?.get(field);
}
