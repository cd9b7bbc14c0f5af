import type { Fidelity } from '../../fidelity.ts';

/** Nobody checks expressions against the types that they will meet, so `typeChecking` never has a warning. */
export const validatingAdmissionPolicyFidelity: Fidelity = {
  ValidatingAdmissionPolicy: { simulated: 'apiVersion kind metadata spec status' },
  ValidatingAdmissionPolicySpec: {
    simulated: 'auditAnnotations failurePolicy matchConditions matchConstraints paramKind validations variables',
  },
  ValidatingAdmissionPolicyStatus: { simulated: 'observedGeneration typeChecking', kept: 'conditions' },
  TypeChecking: { kept: 'expressionWarnings' },
  ExpressionWarning: { kept: 'fieldRef warning' },
  Validation: { simulated: 'expression message messageExpression reason' },
  AuditAnnotation: { simulated: 'key valueExpression' },
  Variable: { simulated: 'expression name' },
  MatchCondition: { simulated: 'expression name' },
  MatchResources: { simulated: 'excludeResourceRules matchPolicy namespaceSelector objectSelector resourceRules' },
  NamedRuleWithOperations: { simulated: 'apiGroups apiVersions operations resourceNames resources scope' },
  ParamKind: { simulated: 'apiVersion kind' },
};
