import type { Fidelity } from '../../fidelity.ts';

export const flowSchemaFidelity: Fidelity = {
  FlowSchema: { simulated: 'apiVersion kind metadata', kept: 'spec status' },
  FlowSchemaSpec: { kept: 'distinguisherMethod matchingPrecedence priorityLevelConfiguration rules' },
  FlowSchemaStatus: { kept: 'conditions' },
  FlowSchemaCondition: { kept: 'lastTransitionTime message reason status type' },
  FlowDistinguisherMethod: { kept: 'type' },
  PriorityLevelConfigurationReference: { kept: 'name' },
  PolicyRulesWithSubjects: { kept: 'nonResourceRules resourceRules subjects' },
  ResourcePolicyRule: { kept: 'apiGroups clusterScope namespaces resources verbs' },
  NonResourcePolicyRule: { kept: 'nonResourceURLs verbs' },
  FlowcontrolSubject: { kept: 'group kind serviceAccount user' },
  GroupSubject: { kept: 'name' },
  UserSubject: { kept: 'name' },
  ServiceAccountSubject: { kept: 'name namespace' },
};
