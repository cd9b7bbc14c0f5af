import { deepEqual } from '../../../base/equal.ts';
import { type FieldError, duplicate, invalid, required, tooMany } from '../../field-error.ts';
import { goQuote } from '../../go-number.ts';
import { dns1035Label, dns1123Subdomain, utf8Length } from '../../names.ts';
import type { JsonValue } from '../../scalars.ts';
import { compileRules } from '../../cel/check-rules.ts';
import { type StructuralSchema, partsOf, propertySchema } from '../../structural/schema.ts';
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
import { ROOT, checkRoot, checkSchema, isUnreadable } from './schema-rules.ts';

/** `pkg/apis/apiextensions/validation`. */
export function validateDefinition(definition: CustomResourceDefinition): readonly FieldError[] {
  return findingsOf((findings) => {
    const { spec, metadata, status } = definition;
    if (metadata.name !== `${spec.names.plural}.${spec.group}`)
      findings.push(invalid('metadata.name', metadata.name ?? '', 'must be spec.names.plural+"."+spec.group'));
    checkSpec(spec, undefined, findings);
    if (status?.acceptedNames !== undefined) checkNames(status.acceptedNames, 'status.acceptedNames', findings);
    checkStored(definition, findings);
    checkApproval(definition, findings);
    checkPreserved(spec, findings);
  });
}

export function validateDefinitionUpdate(next: CustomResourceDefinition, stored: CustomResourceDefinition): readonly FieldError[] {
  return findingsOf((findings) => {
    checkSpec(next.spec, stored, findings);
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

function versionParts(version: CustomResourceDefinitionVersion | undefined): Parts {
  return {
    schema: version?.schema?.openAPIV3Schema,
    subresources: version?.subresources,
    columns: version?.additionalPrinterColumns ?? [],
    selectable: version?.selectableFields ?? [],
  };
}

const NO_PARTS: Parts = { columns: [], selectable: [] };

function sharedParts(versions: readonly CustomResourceDefinitionVersion[]): Parts {
  const [first, ...others] = versions.map(versionParts);
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
  const own = versionParts(version);
  return {
    schema: shared.schema === undefined ? own.schema : undefined,
    subresources: shared.subresources === undefined ? own.subresources : undefined,
    columns: shared.columns.length === 0 ? own.columns : [],
    selectable: shared.selectable.length === 0 ? own.selectable : [],
  };
}

function checkSpec(spec: CustomResourceDefinitionSpec, stored: CustomResourceDefinition | undefined, findings: Findings): void {
  const { versions, preserveUnknownFields: preserves } = spec;
  const shared = sharedParts(versions);
  checkGroup(spec.group, findings);
  checkRequiredOneOf(spec.scope, ['Cluster', 'Namespaced'], 'spec.scope', findings);
  for (const [index, version] of versions.entries()) {
    if (version.schema?.openAPIV3Schema === undefined) findings.push(required(`spec.versions[${index}].schema.openAPIV3Schema`));
  }
  if (preserves === true && versions.some(({ schema }) => hasDefaults(schema?.openAPIV3Schema)))
    findings.push(invalid('spec.preserveUnknownFields', true, 'must be false in order to use defaults in the schema'));
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
  const { strategy = 'None' } = spec.conversion ?? {};
  if (preserves === true && strategy !== 'None')
    findings.push(invalid('spec.conversion.strategy', strategy, 'must be None if spec.preserveUnknownFields is true'));
  checkConversion(spec.conversion, stored !== undefined && isEstablished(stored) ? stored.spec.conversion : undefined, findings);
}

function hasDefaults(schema: JSONSchemaProps | undefined): boolean {
  return (
    schema !== undefined &&
    (schema.default !== undefined || partsOf(schema as StructuralSchema).some((part) => hasDefaults(part as JSONSchemaProps)))
  );
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
  const strange = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.exec(warning);
  return [
    ...(utf8Length(warning) > MAX_WARNING ? ['must be <= 256 characters long'] : []),
    ...(warning === '' ? ['must not be an empty string'] : []),
    ...(strange === null
      ? []
      : [
          `must only contain printable UTF-8 characters; non-printable character found at index ${utf8Length(warning.slice(0, strange.index))}`,
        ]),
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
  const isReadable = !isUnreadable(schema);
  const found = isReadable ? structuralProblems(structural, path) : [];
  findings.push(...found);
  const nodes = checkSchema(schema, path, ROOT);
  findings.push(...nodes);
  if (isReadable && found.length === 0 && nodes.length === 0) findings.push(...compileRules(structural, path));
}

function structuralProblems(schema: StructuralSchema, path: string): readonly FieldError[] {
  const shape = validateStructural(schema, path);
  return shape.length > 0 ? shape : validateDefaults(schema, path);
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

/** What stands in one place must all stand there: the schema's versions may share it where their fields differ. */
function checkSelectable({ selectable, schema }: Parts, path: string, findings: Findings): void {
  if (schema === undefined) {
    const why = path.startsWith('spec.versions')
      ? 'may only be set when `version.schema.openAPIV3Schema` is not included'
      : 'may only be set when validations.schema is included';
    return void findings.push(invalid(path, '', why));
  }
  const seen = new Set<string>();
  for (const [index, { jsonPath }] of selectable.entries()) {
    const at = `${path}[${index}].jsonPath`;
    if (!jsonPath) {
      findings.push(required(at));
      continue;
    }
    const target = selectedBy(jsonPath, schema as StructuralSchema);
    if (typeof target === 'string') {
      findings.push(invalid(at, jsonPath, `is an invalid path: ${target}`));
      continue;
    }
    if (/^\.metadata(?:\.|$)/.test(jsonPath)) findings.push(invalid(at, jsonPath, 'must not point to fields in metadata'));
    if (!SELECTABLE_TYPES.includes(target.type ?? '')) {
      const why = 'must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.';
      findings.push(invalid(at, jsonPath, why));
    }
    if (seen.has(jsonPath)) findings.push(duplicate(at, jsonPath));
    seen.add(jsonPath);
  }
  if (seen.size > MAX_SELECTABLE) findings.push(tooMany(path, seen.size, MAX_SELECTABLE));
}

/** The schema that a path leads to, or why it leads nowhere (apiserver/schema/cel, ValidFieldPath). */
function selectedBy(path: string, schema: StructuralSchema): StructuralSchema | string {
  const tokens = path.match(/[.[\]]|[^.[\]]+/g) ?? [];
  let own = schema;
  for (let index = 0; index < tokens.length; index += 2) {
    const token = tokens[index] ?? '';
    const name = tokens[index + 1];
    if (token === '[') return 'array notation is not allowed';
    if (token !== '.') return `expected [ or . but got: ${token}`;
    if (name === undefined) return 'unexpected end of JSON path';
    const next = propertySchema(own, name);
    if (next === undefined) return 'does not refer to a valid field';
    own = next;
  }
  return own;
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

export interface Approval {
  readonly state: 'Missing' | 'Unapproved' | 'Approved' | 'Invalid';
  readonly why: string;
}

/** Groups of the community need its word; undefined for all others (apihelpers.GetAPIApprovalState). */
export function approvalOf({ spec, metadata }: CustomResourceDefinition): Approval | undefined {
  if (!/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(spec.group)) return undefined;
  const value = metadata.annotations?.[APPROVED] ?? '';
  const wanted = `protected groups must have approval annotation "${APPROVED}"`;
  if (value === '') return { state: 'Missing', why: `${wanted}, ${SEE}` };
  if (value.startsWith('unapproved')) return { state: 'Unapproved', why: `not approved: ${goQuote(value)}` };
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/]+/i.test(value)) return { state: 'Approved', why: `approved in ${value}` };
  return { state: 'Invalid', why: `${wanted} with either a URL or a reason starting with "unapproved", ${SEE}` };
}

function checkApproval(definition: CustomResourceDefinition, findings: Findings): void {
  const approval = approvalOf(definition);
  const path = `metadata.annotations[${APPROVED}]`;
  if (approval?.state === 'Missing') findings.push(required(path, approval.why));
  if (approval?.state === 'Invalid') findings.push(invalid(path, definition.metadata.annotations?.[APPROVED] ?? '', approval.why));
}

function checkPreserved({ preserveUnknownFields }: CustomResourceDefinitionSpec, findings: Findings): void {
  const why = 'cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead';
  if (preserveUnknownFields === true) findings.push(invalid('spec.preserveUnknownFields', true, why));
}
