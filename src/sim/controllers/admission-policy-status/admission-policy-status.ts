/** Tells in the status of admission policies what does not fit the types they are about (pkg/controller/validatingadmissionpolicystatus). */
import { type PolicyTypes, builtInType, customType, typeIssues } from '../../../api/cel/type-checking.ts';
import { DYN, type CelType } from '../../../api/cel/types.ts';
import { KINDS } from '../../../api/kinds/registry.ts';
import { type ObjectType, apiVersionOf } from '../../../api/object.ts';
import { CUSTOM_RESOURCE_DEFINITION, VALIDATING_ADMISSION_POLICY } from '../../../api/resources.ts';
import type { StructuralSchema } from '../../../api/structural/schema.ts';
import type {
  CustomResourceDefinition,
  ExpressionWarning,
  NamedRuleWithOperations,
  ValidatingAdmissionPolicySpec,
} from '../../../api/types.gen.ts';
import type { LateBehaviour } from '../../kernel/late-component.ts';
