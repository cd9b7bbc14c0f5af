import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, duplicate, invalid, required, tooMany } from '../../field-error.ts';
import { dns1035Label, dns1123Subdomain } from '../../names.ts';
import type { JsonValue } from '../../scalars.ts';
import { compileRules } from '../../cel/check-rules.ts';
import type { StructuralSchema } from '../../structural/schema.ts';
import { validateDefaults } from '../../structural/validate-defaults.ts';
import { validateStructural } from '../../structural/validate-schema.ts';
import type {
  CustomResourceColumnDefinition,
  CustomResourceDefinition,
  CustomResourceDefinitionNames,
  CustomResourceDefinitionSpec,
  CustomResourceDefinitionVersion,
  CustomResourceSubresources,
  JSONSchemaProps,
  SelectableField,
} from '../../types.gen.ts';
import { type Findings, checkRequiredOneOf, findingsOf, immutable } from '../checks.ts';
import { checkConversion } from './conversion.ts';
import { ROOT, checkRoot, checkSchema } from './schema-rules.ts';

/** `pkg/apis/apiextensions/validation`. */
export function validateDefinition(definition: CustomResourceDefinition): readonly FieldError[] {
  return findingsOf((findings) => {
    const { spec, metadata } = definition;
    if (metadata.name !== `${spec.names.plural}.${spec.group}`)
      findings.push(invalid('metadata.name', metadata.name ?? '', 'must be spec.names.plural+"."+spec.group'));
    checkSpec(spec, findings);
    checkStored(definition, findings);
    checkApproval(definition, findings);
    checkPreserved(spec, findings);
  });
}

export function validateDefinitionUpdate(next: CustomResourceDefinition, stored: CustomResourceDefinition): readonly FieldError[] {
  return findingsOf((findings) => {
    checkSpec(next.spec, findings);
    if (isEstablished(stored)) {
      if (next.spec.scope !== stored.spec.scope) findings.push(immutable('spec.scope', next.spec.scope));
      if (next.spec.names.kind !== stored.spec.names.kind) findings.push(immutable('spec.names.kind', next.spec.names.kind));
    }
    if (next.spec.group !== stored.spec.group) findings.push(immutable('spec.group', next.spec.group));
    if (next.spec.names.plural !== stored.spec.names.plural) findings.push(immutable('spec.names.plural', next.spec.names.plural));
    checkStored(next, findings);
    if (next.metadata.annotations?.[APPROVED] !== stored.metadata.annotations?.[APPROVED]) checkApproval(next, findings);
    if (stored.spec.preserveUnknownFields !== true) checkPreserved(next.spec, findings);
  });
}

export function validateDefinitionStatus({ status }: CustomResourceDefinition): readonly FieldError[] {
  return findingsOf((findings) => {
    if (status?.acceptedNames !== undefined) checkNames(status.acceptedNames, 'status.acceptedNames', findings);
  });
}

export function isEstablished({ status }: CustomResourceDefinition): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === 'Established' && value === 'True') ?? false;
}

/** What all versions have in common is judged once, at the top of the spec; the paths of errors show it. */
interface Parts {
  readonly schema?: JSONSchemaProps | undefined;
  readonly subresources?: CustomResourceSubresources | undefined;
  readonly columns: readonly CustomResourceColumnDefinition[];
  readonly selectable: readonly SelectableField[];
}

function partsOf(version: CustomResourceDefinitionVersion | undefined): Parts {
  return {
    schema: version?.schema?.openAPIV3Schema,
    subresources: version?.subresources,
    columns: version?.additionalPrinterColumns ?? [],
    selectable: version?.selectableFields ?? [],
  };
}

const NO_PARTS: Parts = { columns: [], selectable: [] };

function sharedParts(versions: readonly CustomResourceDefinitionVersion[]): Parts {
  const [first, ...others] = versions.map(partsOf);
  if (first === undefined) return NO_PARTS;
  const isShared = (key: keyof Parts) => others.every((other) => deepEqual(other[key] as JsonValue, first[key] as JsonValue));
  return {
    schema: isShared('schema') ? first.schema : undefined,
    subresources: isShared('subresources') ? first.subresources : undefined,
    columns: isShared('columns') ? first.columns : [],
    selectable: isShared('selectable') ? first.selectable : [],
  };
}

function ownParts(version: CustomResourceDefinitionVersion, shared: Parts): Parts {
  const own = partsOf(version);
  return {
    schema: shared.schema === undefined ? own.schema : undefined,
    subresources: shared.subresources === undefined ? own.subresources : undefined,
    columns: shared.columns.length === 0 ? own.columns : [],
    selectable: shared.selectable.length === 0 ? own.selectable : [],
  };
}

function checkSpec(spec: CustomResourceDefinitionSpec, findings: Findings): void {
  const { versions = [] } = spec;
  const shared = sharedParts(versions);
  checkGroup(spec.group, findings);
  checkRequiredOneOf(spec.scope, ['Cluster', 'Namespaced'], 'spec.scope', findings);
  for (const [index, version] of versions.entries()) {
    if (version.schema?.openAPIV3Schema === undefined) findings.push(required(`spec.versions[${index}].schema.openAPIV3Schema`));
  }
  for (const [index, version] of versions.entries()) checkVersion(version, shared, `spec.versions[${index}]`, findings);
  checkVersions(versions, shared, findings);
  for (const name of ['plural', 'singular', 'kind', 'listKind'] as const)
    if (!spec.names[name]) findings.push(required(`spec.names.${name}`));
  checkNames(spec.names, 'spec.names', findings);
  checkParts(
    shared,
    'spec',
    'validation',
    versions.some(({ subresources }) => subresources?.status !== undefined),
    findings,
  );
  checkConversion(spec.conversion, findings);
}

function checkGroup(group: string, findings: Findings): void {
  const why = dns1123Subdomain(group);
  if (group === '') findings.push(required('spec.group'));
  else if (why.length > 0) findings.push(invalid('spec.group', group, why.join(',')));
  else if (!group.includes('.')) findings.push(invalid('spec.group', group, 'should be a domain with at least one dot'));
}

function checkVersion(version: CustomResourceDefinitionVersion, shared: Parts, path: string, findings: Findings): void {
  const why = dns1035Label(version.name);
  if (why.length > 0) findings.push(invalid(`${path}.name`, version.name, why.join(',')));
  for (const text of deprecationProblems(version)) findings.push(invalid(`${path}.deprecationWarning`, version.deprecationWarning, text));
  checkParts(ownParts(version, shared), path, 'schema', version.subresources?.status !== undefined, findings);
}

const MAX_WARNING = 256;

function deprecationProblems({ deprecated = false, deprecationWarning: warning }: CustomResourceDefinitionVersion): readonly string[] {
  if (warning === undefined) return [];
  if (!deprecated) return ['can only be set for deprecated versions'];
  const strange = /[^\P{C}]|[\u2028\u2029]/u.exec(warning);
  return [
    ...(warning.length > MAX_WARNING ? ['must be <= 256 characters long'] : []),
    ...(warning === '' ? ['must not be an empty string'] : []),
    ...(strange === null ? [] : [`must only contain printable UTF-8 characters; non-printable character found at index ${strange.index}`]),
  ];
}

function checkVersions(versions: readonly CustomResourceDefinitionVersion[], shared: Parts, findings: Findings): void {
  const refuse = (why: string) =>
    findings.push(
      invalid(
        'spec.versions',
        versions.map((version) => goVersion(version, shared)),
        why,
      ),
    );
  if (new Set(versions.map(({ name }) => name)).size < versions.length) refuse('must contain unique version names');
  if (versions.filter(({ storage }) => storage).length !== 1) refuse('must have exactly one version marked as storage version');
}

/** A version as its Go struct prints, without what all versions share. */
function goVersion(version: CustomResourceDefinitionVersion, shared: Parts): JsonValue {
  const { schema, subresources, columns, selectable } = ownParts(version, shared);
  return {
    Name: version.name,
    Served: version.served,
    Storage: version.storage,
    Deprecated: version.deprecated ?? false,
    DeprecationWarning: version.deprecationWarning ?? null,
    Schema: schema === undefined ? null : { OpenAPIV3Schema: schema as unknown as JsonValue },
    Subresources: (subresources as unknown as JsonValue | undefined) ?? null,
    AdditionalPrinterColumns: columns.length === 0 ? null : (columns as unknown as JsonValue),
    SelectableFields: selectable.length === 0 ? null : (selectable as unknown as JsonValue),
  };
}

function checkParts(parts: Parts, path: string, schemaField: string, hasStatus: boolean, findings: Findings): void {
  if (parts.schema !== undefined) checkOpenApi(parts.schema, `${path}.${schemaField}.openAPIV3Schema`, hasStatus, findings);
  if (parts.subresources !== undefined) checkSubresources(parts.subresources, `${path}.subresources`, findings);
  for (const [index, column] of parts.columns.entries()) checkColumn(column, `${path}.additionalPrinterColumns[${index}]`, findings);
  if (parts.selectable.length > 0) checkSelectable(parts, `${path}.selectableFields`, findings);
}

function checkOpenApi(schema: JSONSchemaProps, path: string, hasStatus: boolean, findings: Findings): void {
  const structural = schema as StructuralSchema;
  findings.push(...checkRoot(schema, path, hasStatus));
  const shape = validateStructural(structural, path);
  const found = shape.length > 0 ? shape : validateDefaults(structural, path);
  findings.push(...found);
  const nodes = checkSchema(schema, path, ROOT);
  findings.push(...nodes);
  if (found.length === 0 && nodes.length === 0) findings.push(...compileRules(structural, path));
}

function checkSubresources({ scale }: CustomResourceSubresources, path: string, findings: Findings): void {
  if (scale === undefined) return;
  const check = (field: string, value: string, below: readonly string[], where: string) => {
    const at = `${path}.scale.${field}`;
    if (!value.startsWith('.')) findings.push(invalid(at, value, 'must be a simple json path starting with .'));
    else if (!below.some((prefix) => value.startsWith(prefix))) findings.push(invalid(at, value, `should be a json path under ${where}`));
  };
  const { specReplicasPath: spec, statusReplicasPath: status, labelSelectorPath: selector } = scale;
  if (spec) check('specReplicasPath', spec, ['.spec.'], '.spec');
  else findings.push(required(`${path}.scale.specReplicasPath`));
  if (status) check('statusReplicasPath', status, ['.status.'], '.status');
  else findings.push(required(`${path}.scale.statusReplicasPath`));
  if (selector) check('labelSelectorPath', selector, ['.spec.', '.status.'], 'either .spec or .status');
}

const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

function checkColumn({ name, type, format = '', jsonPath }: CustomResourceColumnDefinition, path: string, findings: Findings): void {
  const oneOf = (values: readonly string[]) => `must be one of ${values.join(',')}`;
  if (!name) findings.push(required(`${path}.name`));
  if (!type) findings.push(required(`${path}.type`, oneOf(COLUMN_TYPES)));
  else if (!COLUMN_TYPES.includes(type)) findings.push(invalid(`${path}.type`, type, oneOf(COLUMN_TYPES)));
  if (format !== '' && !COLUMN_FORMATS.includes(format)) findings.push(invalid(`${path}.format`, format, oneOf(COLUMN_FORMATS)));
  if (!jsonPath) findings.push(required(`${path}.JSONPath`));
  else if (!jsonPath.startsWith('.')) findings.push(invalid(`${path}.JSONPath`, jsonPath, 'must be a simple json path starting with .'));
}

const MAX_SELECTABLE = 8;
const SELECTABLE_TYPES = ['string', 'boolean', 'integer'];

function checkSelectable({ selectable, schema }: Parts, path: string, findings: Findings): void {
  const seen = new Set<string>();
  for (const [index, { jsonPath }] of selectable.entries()) {
    const at = `${path}[${index}].jsonPath`;
    if (!jsonPath) {
      findings.push(required(at));
      continue;
    }
    const target = jsonPath.startsWith('.') ? schemaAt(schema, jsonPath.slice(1).split('.')) : undefined;
    if (target === undefined) {
      findings.push(invalid(at, jsonPath, `is an invalid path: does not refer to a valid field`));
      continue;
    }
    if (jsonPath.startsWith('.metadata')) findings.push(invalid(at, jsonPath, 'must not point to fields in metadata'));
    if (!SELECTABLE_TYPES.includes(target.type ?? '')) {
      const why = 'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.';
      findings.push(invalid(at, jsonPath, why));
    }
    if (seen.has(jsonPath)) findings.push(duplicate(at, jsonPath));
    seen.add(jsonPath);
  }
  if (seen.size > MAX_SELECTABLE) findings.push(tooMany(path, seen.size, MAX_SELECTABLE));
}

function schemaAt(schema: JSONSchemaProps | undefined, names: readonly string[]): JSONSchemaProps | undefined {
  return names.reduce<JSONSchemaProps | undefined>((own, name) => own?.properties?.[name], schema);
}

function checkNames(names: CustomResourceDefinitionNames, path: string, findings: Findings): void {
  const check = (at: string, text: string, prefix = '') => {
    const why = text === '' ? [] : dns1035Label(prefix === '' ? text : text.toLowerCase());
    if (why.length > 0) findings.push(invalid(`${path}.${at}`, text, prefix + why.join(',')));
  };
  const mixed = 'may have mixed case, but should otherwise match: ';
  check('plural', names.plural ?? '');
  check('singular', names.singular ?? '');
  check('kind', names.kind ?? '', mixed);
  check('listKind', names.listKind ?? '', mixed);
  for (const [index, name] of (names.shortNames ?? []).entries()) check(`shortNames[${index}]`, name);
  if (names.kind && names.kind === names.listKind)
    findings.push(invalid(`${path}.listKind`, names.listKind, 'kind and listKind may not be the same'));
  for (const [index, name] of (names.categories ?? []).entries()) check(`categories[${index}]`, name);
}

function checkStored({ spec, status }: CustomResourceDefinition, findings: Findings): void {
  const stored = status?.storedVersions ?? [];
  const path = 'status.storedVersions';
  if (stored.length === 0) return void findings.push(invalid(path, null, 'must have at least one stored version'));
  const storage = spec.versions.find((version) => version.storage);
  if (storage !== undefined && !stored.includes(storage.name))
    findings.push(invalid(path, stored, `must have the storage version ${storage.name}`));
  for (const [index, name] of stored.entries()) {
    if (spec.versions.some((version) => version.name === name)) continue;
    const why = `missing from spec.versions; ${name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in ${name} and removes ${name} from status.storedVersions`;
    findings.push(invalid(`${path}[${index}]`, name, why));
  }
}

const APPROVED = 'api-approved.kubernetes.io';
const SEE = 'see https://github.com/kubernetes/enhancements/pull/1111';

/** Groups of the community need its word. */
function checkApproval({ spec, metadata }: CustomResourceDefinition, findings: Findings): void {
  if (!/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(spec.group)) return;
  const path = `metadata.annotations[${APPROVED}]`;
  const value = metadata.annotations?.[APPROVED] ?? '';
  if (value === '') findings.push(required(path, `protected groups must have approval annotation "${APPROVED}", ${SEE}`));
  else if (!value.startsWith('unapproved') && !/^[a-z][a-z0-9+.-]*:\/\/[^/]+/i.test(value)) {
    const why = `protected groups must have approval annotation "${APPROVED}" with either a URL or a reason starting with "unapproved", ${SEE}`;
    findings.push(invalid(path, value, why));
  }
}

function checkPreserved({ preserveUnknownFields }: CustomResourceDefinitionSpec, findings: Findings): void {
  const why = 'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
  if (preserveUnknownFields === true) findings.push(invalid('spec.preserveUnknownFields', true, why));
}
