import { kindByGvk } from '../../../api/kinds/registry.ts';
import { apiVersionOf } from '../../../api/object.ts';
import type { ApiResource } from '../../../api/request.ts';
import { CUSTOM_RESOURCE_DEFINITION } from '../../../api/resources.ts';
import { type FieldType, type SchemaField, fieldsOf } from '../../../api/schema.ts';
import type { StructuralSchema } from '../../../api/structural/schema.ts';
import type { CustomResourceDefinition } from '../../../api/types.gen.ts';
import { CommandError, PlainError, helpError } from '../../errors.ts';
import { bool, text } from '../../parse/flags.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, out, send } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { customField, customFields, customLines, customType } from './custom-fields.ts';

/** The structure of a kind: fields and their types, without Kubernetes' prose. */
export const explainVerb = defineVerb({
  name: 'explain',
  summary: 'Get documentation for a resource',
  usage: 'TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext]',
  flags: { recursive: bool(), apiVersion: text(), output: text('plaintext', 'o') },
  async run(session, { args, flags }) {
    const [path, ...more] = args;
    if (path === undefined || more.length > 0)
      throw helpError(
        'kubectl explain',
        'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    const [type = '', ...names] = path.split('.');
    const resource = await resolveType(session, type).catch((error: unknown) => {
      throw error instanceof CommandError ? new PlainError(error.message) : error;
    });
    const schema = kindByGvk(apiVersionOf(resource), resource.kind)?.schema;
    const group = resource.group === '' ? '' : `GROUP:      ${resource.group}\n`;
    out(session, `${group}KIND:       ${resource.kind}\nVERSION:    ${resource.version}\n`);
    if (resource.custom === true) return out(session, await explainCustom(session, resource, names, flags.recursive));
    const found = schema === undefined ? undefined : walk(schema, names);
    if (found === undefined) throw new CommandError(`field ${JSON.stringify(names.at(-1) ?? '')} does not exist`);
    if (found.field !== undefined) out(session, `FIELD: ${found.field.name} <${typeText(found.field.type)}>\n\n`);
    const inner = found.field === undefined ? schema : schemaOf(found.field.type);
    if (inner !== undefined) out(session, `FIELDS:\n${fieldLines(inner, flags.recursive, '  ', [])}`);
  },
});

/** What the definition declares; there is no other place where it is written. */
async function explainCustom(session: Session, resource: ApiResource, names: readonly string[], recursive: boolean): Promise<string> {
  const { group, resource: definitions } = CUSTOM_RESOURCE_DEFINITION;
  const body = await send(session, { verb: 'get', group, resource: definitions, name: `${resource.resource}.${resource.group}` });
  const { spec } = body as CustomResourceDefinition;
  const declared = spec.versions.find(({ name }) => name === resource.version)?.schema?.openAPIV3Schema ?? {};
  const own = customField(customFields(declared as StructuralSchema), names);
  if (own === undefined) throw new CommandError(`field ${JSON.stringify(names.at(-1) ?? '')} does not exist`);
  const field = names.at(-1);
  const head = field === undefined ? '' : `FIELD: ${field} <${customType(own, field)}>\n\n`;
  const lines = customLines(own, recursive);
  return head + (lines === '' ? '' : `FIELDS:\n${lines}`);
}

function walk(schema: string, names: readonly string[]): { readonly field: SchemaField | undefined } | undefined {
  let at: string | undefined = schema;
  let field: SchemaField | undefined;
  for (const name of names) {
    field = at === undefined ? undefined : fieldsOf(at).get(name);
    if (field === undefined) return undefined;
    at = schemaOf(field.type);
  }
  return { field };
}

function schemaOf(type: FieldType): string | undefined {
  switch (type.form) {
    case 'scalar':
      return undefined;
    case 'object':
      return type.schema;
    case 'list':
      return schemaOf(type.items);
    case 'map':
      return schemaOf(type.values);
    default:
      return type satisfies never;
  }
}

/** A type that contains itself is written once. */
function fieldLines(schema: string, recursive: boolean, indent: string, above: readonly string[]): string {
  const fields = [...fieldsOf(schema).values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return fields
    .map((field) => {
      const line = `${indent}${field.name}\t<${typeText(field.type)}>${field.required ? ' -required-' : ''}\n`;
      const values = field.enum === undefined ? '' : `${indent}enum: ${field.enum.join(', ')}\n`;
      const inner = schemaOf(field.type);
      const deeper =
        recursive && inner !== undefined && !above.includes(inner) ? fieldLines(inner, true, `${indent}  `, [...above, inner]) : '';
      return line + values + deeper;
    })
    .join('');
}

const SCALARS: Readonly<Record<string, string>> = {
  bool: 'boolean',
  int32: 'integer',
  int64: 'integer',
  double: 'number',
  intstr: 'IntOrString',
  quantity: 'Quantity',
  time: 'string',
  microtime: 'string',
  bytes: 'string',
  any: 'Object',
};

function typeText(type: FieldType): string {
  switch (type.form) {
    case 'scalar':
      return SCALARS[type.scalar] ?? type.scalar;
    case 'object':
      return type.schema;
    case 'list':
      return `[]${typeText(type.items)}`;
    case 'map':
      return `map[string]${typeText(type.values)}`;
    default:
      return type satisfies never;
  }
}
