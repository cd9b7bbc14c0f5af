/** Says in the status of admission policies what does not fit the kinds that they are about (pkg/controller/validatingadmissionpolicystatus). */
import { type PolicyTypes, builtInType, customType, typeIssues } from '../../../api/cel/type-checking.ts';
import { type CelType, DYN } from '../../../api/cel/types.ts';
import { compareText } from '../../../base/compare.ts';
import { KINDS } from '../../../api/kinds/registry.ts';
import { apiVersionOf } from '../../../api/object.ts';
import { CUSTOM_RESOURCE_DEFINITION, VALIDATING_ADMISSION_POLICY } from '../../../api/resources.ts';
import type { StructuralSchema } from '../../../api/structural/schema.ts';
import type {
  CustomResourceDefinition,
  ExpressionWarning,
  NamedRuleWithOperations,
  ValidatingAdmissionPolicySpec,
} from '../../../api/types.gen.ts';
import type { LateBehaviour } from '../../kernel/late-component.ts';

export const admissionPolicyStatus: LateBehaviour = {
  onChange(context, _type, { type, object }) {
    if (type !== 'DELETED') context.enqueue(object.metadata.name ?? '');
  },
  sync(context, key) {
    const policy = context.lister(VALIDATING_ADMISSION_POLICY).byKey(key);
    const generation = policy?.metadata.generation ?? 0;
    if (policy === undefined || generation <= (policy.status?.observedGeneration ?? 0)) return;
    const warnings = warningsOf(policy.spec ?? {}, servedTypes(context.client.list(CUSTOM_RESOURCE_DEFINITION).items));
    const typeChecking = warnings.length === 0 ? {} : { expressionWarnings: warnings };
    context.client.updateStatus(VALIDATING_ADMISSION_POLICY, {
      ...policy,
      status: { ...policy.status, observedGeneration: generation, typeChecking },
    });
  },
};

interface ServedType {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly kind: string;
  /** Undefined for a kind without a schema. */
  readonly type: CelType | undefined;
}

function servedTypes(definitions: readonly CustomResourceDefinition[]): readonly ServedType[] {
  const builtIn = KINDS.map(({ type: { group, version, resource, kind }, schema }) => {
    return { group, version, resource, kind, type: builtInType(schema, typeName(kind)) };
  });
  return [...builtIn, ...definitions.flatMap(customTypes)];
}

function customTypes({ spec: { group, names, versions } }: CustomResourceDefinition): readonly ServedType[] {
  return versions.map(({ name, schema }) => {
    const type = schema?.openAPIV3Schema && customType(schema.openAPIV3Schema as StructuralSchema, typeName(names.kind));
    return { group, version: name, resource: names.plural, kind: names.kind, type };
  });
}

/** A real server ends names of types in a number of its clock. */
const typeName = (kind: string): string => `${kind}1`;

/** Of the validations alone, against each kind in turn. */
function warningsOf(spec: ValidatingAdmissionPolicySpec, served: readonly ServedType[]): readonly ExpressionWarning[] {
  const kinds = kindsOf(spec.matchConstraints?.resourceRules ?? [], served);
  const params = paramType(spec, served);
  return (spec.validations ?? []).flatMap(({ expression, messageExpression = '' }, index) => {
    const at = `spec.validations[${index}]`;
    return [
      ...warning(spec, kinds, params, expression, `${at}.expression`),
      ...(messageExpression === '' ? [] : warning(spec, kinds, params, messageExpression, `${at}.messageExpression`)),
    ];
  });
}

function paramType({ paramKind }: ValidatingAdmissionPolicySpec, served: readonly ServedType[]): CelType | undefined {
  if (paramKind === undefined) return undefined;
  const found = served.find((each) => each.kind === paramKind.kind && apiVersionOf(each) === paramKind.apiVersion);
  return found?.type ?? DYN;
}

function warning(
  { variables = [] }: ValidatingAdmissionPolicySpec,
  kinds: readonly ServedType[],
  params: CelType | undefined,
  expression: string,
  fieldRef: string,
): readonly ExpressionWarning[] {
  const texts = kinds.flatMap(({ group, version, kind, type: object }) => {
    const types: PolicyTypes | undefined = object && { object, params };
    const issues = types && typeIssues(expression, variables, types);
    return issues === undefined ? [] : [`${group}/${version}, Kind=${kind}: ${issues}\n`];
  });
  return texts.length === 0 ? [] : [{ fieldRef, warning: texts.join('\n') }];
}

const MOST_KINDS = 10;

/** What the rules name outright; wildcards are given up on. */
function kindsOf(rules: readonly NamedRuleWithOperations[], served: readonly ServedType[]): readonly ServedType[] {
  const found = new Set<ServedType>();
  for (const rule of rules) {
    const matching = named(rule, served);
    for (const kind of matching.slice(0, MOST_KINDS)) found.add(kind);
    if (matching.length >= MOST_KINDS) break;
  }
  return [...found].toSorted((a, b) => compareText(a.group, b.group) || compareText(a.version, b.version) || compareText(a.kind, b.kind));
}

function named(
  { apiGroups = [], apiVersions = [], resources = [] }: NamedRuleWithOperations,
  served: readonly ServedType[],
): readonly ServedType[] {
  if ([...apiGroups, ...apiVersions].some((text) => text.includes('*'))) return [];
  const isNamed = ({ group, version, resource }: ServedType): boolean =>
    apiGroups.includes(group) && apiVersions.includes(version) && resources.includes(resource);
  return served
    .filter(isNamed)
    .toSorted((a, b) => compareText(a.group, b.group) || compareText(a.version, b.version) || compareText(a.resource, b.resource));
}
