import type { Fidelity } from '../../fidelity.ts';

export const validatingAdmissionPolicyFidelity: Fidelity = {
  ValidatingAdmissionPolicy: { simulated: 'apiVersion kind metadata spec status' },
  ValidatingAdmissionPolicySpec: {
    simulated: 'auditAnnotations failurePolicy matchConditions matchConstraints paramKind validations variables',
  },
  ValidatingAdmissionPolicyStatus: { simulated: 'observedGeneration typeChecking', kept: 'conditions' },
  TypeChecking: { simulated: 'expressionWarnings' },
  ExpressionWarning: { simulated: 'fieldRef warning' },
  Validation: { simulated: 'expression message messageExpression reason' },
  AuditAnnotation: { simulated: 'key valueExpression' },
  Variable: { simulated: 'expression name' },
  MatchCondition: { simulated: 'expression name' },
  MatchResources: { simulated: 'excludeResourceRules matchPolicy namespaceSelector objectSelector resourceRules' },
  NamedRuleWithOperations: { simulated: 'apiGroups apiVersions operations resourceNames resources scope' },
  ParamKind: { simulated: 'apiVersion kind' },
};
