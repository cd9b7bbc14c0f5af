/**
 * A CustomResourceDefinition as the kinds that it defines, one for each version that is served
 * (apiextensions-apiserver/pkg/registry/customresource). Objects are stored as they were last written; what is read is pruned,
 * defaulted and labelled with the version that was asked for.
 */
import { deepEqual } from '../../../base/equal.ts';
import type { FieldError } from '../../../api/field-error.ts';
import { type Column, type CustomKind, type KindDefinition, type Subresource, defineKind } from '../../../api/kind.ts';
import { type KubeObject, type ResourceType, apiVersionOf } from '../../../api/object.ts';
import { goText } from '../../../api/patch/error.ts';
import { nameIsDnsSubdomain } from '../../../api/names.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { checkListTypes } from '../../../api/structural/list-types.ts';
import { checkEmbedded } from '../../../api/structural/embedded.ts';
import { applyDefaults } from '../../../api/structural/defaults.ts';
import { prune } from '../../../api/structural/prune.ts';
import { celErrors } from '../../../api/cel/validate-rules.ts';
import { type StructuralSchema, partsOf } from '../../../api/structural/schema.ts';
import { placed } from '../../../api/structural/validate-defaults.ts';
import { validateChange, validateValue } from '../../../api/structural/validate-value.ts';
import type { CustomResourceDefinition, CustomResourceDefinitionVersion } from '../../../api/types.gen.ts';
import { ageColumn, columnOf, nameColumn } from './columns.ts';
import { finalizerWarnings } from './finalizers.ts';
import { compareVersions } from './versions.ts';
import { scaleAccess, scaleProblems } from './scale.ts';

type CustomObject = KubeObject & { readonly status?: JsonValue };

/** The verbs in the order in which the server lists them for custom resources, and those that are left when their definition goes. */
const VERBS: readonly string[] = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const LAST_VERBS: readonly string[] = ['delete', 'deletecollection', 'get', 'list', 'watch'];

export function customKindOf(definition: CustomResourceDefinition, version: CustomResourceDefinitionVersion): KindDefinition {
  const { group, names, scope } = definition.spec;
  const type: ResourceType = { group, version: version.name, kind: names.kind, resource: names.plural, namespaced: scope === 'Namespaced' };
  const schema = (version.schema?.openAPIV3Schema ?? { 'x-kubernetes-preserve-unknown-fields': true }) as StructuralSchema;
  const { status, scale } = version.subresources ?? {};
  const hasStatus = status !== undefined;
  const accepted = definition.status?.acceptedNames ?? names;
  const subresources: Subresource[] = [...(hasStatus ? (['status'] as const) : []), ...(scale === undefined ? [] : (['scale'] as const))];
  const rules = rulesOf(schema, version);
  return defineKind<CustomObject>({
    type,
    singular: accepted.singular ?? names.kind.toLowerCase(),
    listKind: accepted.listKind ?? `${names.kind}List`,
    shortNames: accepted.shortNames ?? [],
    categories: accepted.categories ?? [],
    verbs: isTerminating(definition) ? LAST_VERBS : VERBS,
    etcdPrefix: `/registry/${group}/${names.plural}`,
    schema: '',
    hasGeneration: true,
    subresources,
    requireVersionOnUpdate: true,
    selectableFields: (version.selectableFields ?? []).map(({ jsonPath }) => jsonPath.replace(/^\./, '')),
    fieldValue: (object, field) => textAt(object as unknown as JsonObject, field.split('.')),
    custom: customPart(definition, schema),
    view: viewOf(definition, type, schema),
    validateName: nameIsDnsSubdomain,
    default: (object) => applyDefaults(object as unknown as JsonObject, schema) as unknown as CustomObject,
    prepareForCreate: (object) => (hasStatus ? withStatus(object, undefined) : object),
    prepareForUpdate: (next, stored) => (hasStatus ? withStatus(next, stored.status) : next),
    prepareForStatusUpdate: (next, stored) => withStatus({ ...stored, metadata: statusMetadata(next, stored) }, next.status),
    generationChanged: (next, stored) => !deepEqual(withoutMetadata(next), withoutMetadata(stored)),
    validate: (object) => rules.all(object, undefined),
    validateUpdate: (next, stored) => rules.all(next, stored),
    validateStatusUpdate: (next, stored) => rules.status(next, stored),
    warnings: finalizerWarnings,
    ...deprecationOf(definition, version),
    ...(scale === undefined ? {} : { scale: scaleAccess(scale) }),
    columns: columnsOf(version),
  });
}

function customPart(definition: CustomResourceDefinition, schema: StructuralSchema): CustomKind {
  const { strategy, webhook } = definition.spec.conversion ?? {};
  return {
    schema,
    prune: (object) => prune(object, schema),
    ...(isTerminating(definition) ? { terminating: true } : {}),
    ...(strategy === 'Webhook' ? { conversion: webhook?.clientConfig ?? {} } : {}),
  };
}

function isTerminating({ status }: CustomResourceDefinition): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === 'Terminating' && value === 'True') ?? false;
}

function viewOf({ spec }: CustomResourceDefinition, type: ResourceType, schema: StructuralSchema): NonNullable<KindDefinition['view']> {
  const storage = spec.versions.find((version) => version.storage)?.name ?? type.version;
  const of: ResourceType = { ...type, version: storage };
  const seen = new WeakMap<KubeObject, KubeObject>();
  return {
    of,
    toStored: (object) => inVersion(object, of),
    fromStored: (stored) => {
      const known = seen.get(stored);
      if (known !== undefined) return known;
      const { object } = prune(inVersion(stored, type) as unknown as JsonObject, schema);
      const shown = applyDefaults(object, schema) as unknown as KubeObject;
      seen.set(stored, shown);
      return shown;
    },
  };
}

/** Only the label changes; where a webhook would have to convert, requests have failed before. */
function inVersion(object: KubeObject, type: ResourceType): KubeObject {
  const apiVersion = apiVersionOf(type);
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

function withStatus(object: CustomObject, status: JsonValue | undefined): CustomObject {
  if (object.status === status) return object;
  const { status: _dropped, ...rest } = object;
  return status === undefined ? rest : { ...rest, status };
}

/** Of the metadata a status write may change nothing but who manages which fields. */
function statusMetadata(next: CustomObject, stored: CustomObject): CustomObject['metadata'] {
  const { managedFields: _managed, ...own } = stored.metadata;
  const { managedFields } = next.metadata;
  return managedFields === undefined ? own : { ...own, managedFields };
}

function withoutMetadata(object: CustomObject): Omit<CustomObject, 'metadata'> {
  const { metadata: _metadata, ...rest } = object;
  return rest;
}

interface Rules {
  all(next: CustomObject, stored: CustomObject | undefined): readonly FieldError[];
  status(next: CustomObject, stored: CustomObject): readonly FieldError[];
}

const NOT_CHECKED: FieldError = {
  type: 'FieldValueInvalid',
  field: '<nil>',
  value: null,
  detail: 'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
};

const BLOCKING: ReadonlySet<string> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
]);

function rulesOf(schema: StructuralSchema, { subresources }: CustomResourceDefinitionVersion): Rules {
  const scale = subresources?.scale;
  const json = (object: CustomObject) => object as unknown as JsonObject;
  const withCel = (found: readonly FieldError[], next: CustomObject, stored: CustomObject | undefined): readonly FieldError[] => {
    if (found.some(({ type }) => BLOCKING.has(type))) return hasRules(schema) ? [...found, NOT_CHECKED] : found;
    return [...found, ...celErrors(json(next), stored && json(stored), schema, '')];
  };
  const unlessBefore = (next: CustomObject, stored: CustomObject | undefined) => {
    const found = checkListTypes(json(next), schema);
    return found.length > 0 && stored !== undefined && checkListTypes(json(stored), schema).length > 0 ? [] : found;
  };
  return {
    all: (next, stored) => {
      const shape = stored === undefined ? validateValue(json(next), schema) : validateChange(json(next), json(stored), schema);
      const found = [...shape, ...scaleProblems(json(next), scale), ...checkEmbedded(json(next), schema), ...unlessBefore(next, stored)];
      return withCel(found, next, stored);
    },
    status: (next, stored) => {
      const own = schema.properties?.['status'];
      const shape = own === undefined || next.status === undefined ? [] : validateChange(next.status, stored.status, own);
      const errors = shape.map((error) => placed(error, 'status'));
      const found = [...errors, ...scaleProblems(json(next), scale, 'status'), ...unlessBefore(next, stored)];
      return withCel(found, next, stored);
    },
  };
}

function at(value: JsonValue | undefined, steps: readonly string[]): JsonValue | undefined {
  return steps.reduce<JsonValue | undefined>((own, step) => {
    if (typeof own !== 'object' || own === null) return undefined;
    return (own as JsonObject)[step];
  }, value);
}

function hasRules(schema: StructuralSchema): boolean {
  return (schema['x-kubernetes-validations'] ?? []).length > 0 || partsOf(schema).some(hasRules);
}

/** Without words of its own a version points at the best one that is not deprecated, if that is a better one. */
function deprecationOf({ spec }: CustomResourceDefinition, version: CustomResourceDefinitionVersion): { readonly deprecated?: string } {
  if (version.deprecated !== true) return {};
  if (version.deprecationWarning !== undefined) return { deprecated: version.deprecationWarning };
  const better = spec.versions
    .filter(({ name, served, deprecated }) => served && deprecated !== true && compareVersions(name, version.name) < 0)
    .toSorted((a, b) => compareVersions(a.name, b.name));
  const called = ({ name }: CustomResourceDefinitionVersion) => `${spec.group}/${name} ${spec.names.kind}`;
  const [best] = better;
  return { deprecated: `${called(version)} is deprecated${best === undefined ? '' : `; use ${called(best)}`}` };
}

/** Columns end at the first whose path nobody understands. */
function columnsOf({ additionalPrinterColumns: own = [] }: CustomResourceDefinitionVersion): readonly Column<CustomObject>[] {
  if (own.length === 0) return [nameColumn, ageColumn];
  const columns: Column[] = [nameColumn];
  for (const definition of own) {
    const column = columnOf(definition);
    if (column === undefined) break;
    columns.push(column);
  }
  return columns;
}

function textAt(value: JsonObject, steps: readonly string[]): string {
  const found = at(value, steps);
  return found === undefined || found === null ? '' : goText(found);
}
