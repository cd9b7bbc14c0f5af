import { deepEqual } from '../../../base/equal.ts';
import { defineKind } from '../../kind.ts';
import { nameIsDnsSubdomain } from '../../names.ts';
import type { JsonValue } from '../../scalars.ts';
import { isKnownFormat } from '../../structural/formats.ts';
import { isRecord } from '../../patch/record.ts';
import type { StructuralSchema } from '../../structural/schema.ts';
import type { CustomResourceDefinition, CustomResourceDefinitionSpec, CustomResourceDefinitionStatus } from '../../types.gen.ts';
import { CUSTOM_RESOURCE_DEFINITION } from '../../resources.ts';
import { NAME, READ_WRITE_VERBS } from '../columns.ts';
import { alter, fill, put } from '../sharing.ts';
import { withSpecOf, withStatusOf } from '../strategy.ts';
import { validateDefinition, validateDefinitionStatus, validateDefinitionUpdate } from './validate.ts';

/** `apiextensions-apiserver/pkg/registry/customresourcedefinition`. What it defines is served by `sim/apiserver/custom-resources`. */
export const customResourceDefinitionKind = defineKind<CustomResourceDefinition>({
  type: CUSTOM_RESOURCE_DEFINITION,
  singular: 'customresourcedefinition',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  verbs: READ_WRITE_VERBS,
  etcdPrefix: '/registry/apiextensions.k8s.io/customresourcedefinitions',
  schema: 'CustomResourceDefinition',
  hasGeneration: true,
  subresources: ['status'],
  requireVersionOnUpdate: true,
  selectableFields: [],
  validateName: nameIsDnsSubdomain,
  default: (definition) => withStoredVersions(alter(fill<CustomResourceDefinition>(definition, { spec: NO_SPEC }), 'spec', defaultSpec)),
  prepareForCreate: (definition) => withStoredVersions({ ...definition, status: NO_STATUS }),
  prepareForUpdate: (next, stored) => withStorageVersion(withStatusOf(next, stored)),
  prepareForStatusUpdate: (next, stored) => withSpecOf(next, stored),
  beginDeletion: terminating,
  validate: validateDefinition,
  validateUpdate: validateDefinitionUpdate,
  validateStatusUpdate: validateDefinitionStatus,
  warnings: (next, stored) => {
    const before = stored === undefined ? [] : unknownFormats(stored.spec);
    return unknownFormats(next.spec)
      .filter((format) => !before.includes(format))
      .map((format) => `unrecognized format "${format}"`);
  },
  columns: [
    NAME,
    {
      name: 'Created At',
      type: 'date',
      cell: ({ metadata }) => metadata.creationTimestamp ?? '',
    },
  ],
});

const NO_SPEC: CustomResourceDefinitionSpec = { group: '', names: { plural: '', kind: '' }, scope: '', versions: [] };
const NO_STATUS = { conditions: null, acceptedNames: { plural: '', kind: '' } } as unknown as CustomResourceDefinitionStatus;

function defaultSpec(spec: CustomResourceDefinitionSpec): CustomResourceDefinitionSpec {
  const full = fill<CustomResourceDefinitionSpec>(spec, { names: NO_SPEC.names, versions: [], conversion: { strategy: 'None' } });
  const { kind } = full.names;
  const converted = alter(full, 'conversion', (conversion) =>
    alter(conversion, 'webhook', (webhook) =>
      alter(webhook, 'clientConfig', (client) => alter(client, 'service', (service) => fill(service, { port: 443 }))),
    ),
  );
  return alter(converted, 'names', (names) =>
    fill(names, { singular: kind.toLowerCase(), ...(kind === '' ? {} : { listKind: `${kind}List` }) }),
  );
}

/** Whoever says nothing of what is stored means the version that will be. */
function withStoredVersions(definition: CustomResourceDefinition): CustomResourceDefinition {
  const { spec, status } = definition;
  const storage = spec.versions.find((version) => version.storage)?.name;
  if (status === undefined || (status.storedVersions ?? []).length > 0) return definition;
  return { ...definition, status: { ...status, storedVersions: storage === undefined ? [] : [storage] } };
}

/** Its objects go first. */
export const CLEANUP_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

function terminating(definition: CustomResourceDefinition, at: string): CustomResourceDefinition {
  const finalizers = definition.metadata.finalizers ?? [];
  const condition = {
    type: 'Terminating',
    status: 'True',
    lastTransitionTime: at,
    reason: 'InstanceDeletionPending',
    message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
  };
  const conditions = (definition.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
  return {
    ...definition,
    metadata: {
      ...definition.metadata,
      deletionTimestamp: at,
      finalizers: finalizers.includes(CLEANUP_FINALIZER) ? finalizers : [...finalizers, CLEANUP_FINALIZER],
    },
    status: { ...definition.status, conditions: [...conditions, condition] },
  };
}

/** Versions that objects were ever stored in. */
function withStorageVersion(definition: CustomResourceDefinition): CustomResourceDefinition {
  const storage = definition.spec.versions.find((version) => version.storage)?.name;
  const known = definition.status?.storedVersions ?? [];
  if (storage === undefined || known.includes(storage)) return definition;
  return put(definition, 'status', { ...definition.status, storedVersions: [...known, storage] });
}

function unknownFormats(spec: CustomResourceDefinitionSpec): readonly string[] {
  const schemas = spec.versions.map(({ schema }) => schema?.openAPIV3Schema);
  const isShared = schemas.every((schema) => deepEqual(schema as JsonValue, schemas[0] as JsonValue));
  return (isShared ? schemas.slice(0, 1) : schemas).flatMap((schema) =>
    schema === undefined ? [] : formatsIn(schema as StructuralSchema),
  );
}

function formatsIn(schema: StructuralSchema): readonly string[] {
  const { format = '', type, items, properties = {}, additionalProperties, not, allOf = [], anyOf = [], oneOf = [] } = schema;
  const children = [items, ...allOf, ...anyOf, ...oneOf, not, ...Object.values(properties)];
  const below = [...children, isRecord(additionalProperties as JsonValue) ? (additionalProperties as StructuralSchema) : undefined];
  const own = format === '' || isKnownFormat(format, type) ? [] : [format];
  return [...own, ...below.flatMap((child) => (child === undefined ? [] : formatsIn(child)))];
}
