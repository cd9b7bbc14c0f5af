import { kindByGvk } from '../../../api/kinds/registry.ts';
import { apiVersionOf, groupResource } from '../../../api/object.ts';
import type { ApiResource } from '../../../api/request.ts';
import { CUSTOM_RESOURCE_DEFINITION } from '../../../api/resources.ts';
import type { StructuralSchema } from '../../../api/structural/schema.ts';
import type { CustomResourceDefinition } from '../../../api/types.gen.ts';
import { CommandError, PlainError } from '../../errors.ts';
import { bool, text } from '../../parse/flags.ts';
import { resolveType, resourcesNamed } from '../../parse/types.ts';
import { type Session, discover, out, send } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { builtInType } from './built-in.ts';
import { customResourceType } from './custom.ts';
import { descriptionText, fieldHead, fieldList } from './text.ts';
import type { ExplainedType } from './type.ts';

/** The structure of a kind: fields and their types. Prose there is of custom resources alone, in their definitions. */
export const explainVerb = defineVerb({
  name: 'explain',
  summary: 'Get documentation for a resource',
  usage: 'TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]',
  flags: { recursive: bool('R'), apiVersion: text(), output: text('plaintext', 'o') },
  async run(session, { args, flags }) {
    const [path, ...more] = args;
    if (path === undefined) throw new CommandError(NO_TYPE);
    if (more.length > 0) throw new CommandError('We accept only this format: explain RESOURCE\n');
    const { resource, names } = await subjectOf(session, path, flags.apiVersion);
    if (!['plaintext', 'plaintext-openapiv2'].includes(flags.output)) throw new CommandError(`unrecognized format: ${flags.output}`);
    const group = resource.group === '' ? '' : `GROUP:      ${resource.group}\n`;
    out(session, `${group}KIND:       ${resource.kind}\nVERSION:    ${resource.version}\n`);
    const found = names.reduce<ExplainedType | undefined>((type, name) => type?.fields().get(name), await typeOf(session, resource));
    const name = names.at(-1) ?? '';
    if (found === undefined) throw new CommandError(`field ${JSON.stringify(name)} does not exist`);
    out(session, fieldHead(name, found) + descriptionText(found) + fieldList(found, flags.recursive));
  },
});

const NO_TYPE =
  'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n';

/** `deployments.apps.spec` begins with a group, `deployments.spec` with a field; a version is told beside. */
async function subjectOf(session: Session, path: string, apiVersion: string): Promise<{ resource: ApiResource; names: readonly string[] }> {
  const [word = '', ...fields] = path.replace(/\.$/, '').split('.');
  const named = await resourcesNamed(session, word);
  if (apiVersion !== '') return { resource: await versioned(session, await typed(session, word), apiVersion), names: fields };
  const prefixed = named.find((resource) => resource.group !== '' && `${path}.`.startsWith(`${groupResource(resource)}.`));
  if (prefixed === undefined) return { resource: await typed(session, word), names: fields };
  return { resource: prefixed, names: fields.slice(prefixed.group.split('.').length) };
}

async function typed(session: Session, word: string): Promise<ApiResource> {
  try {
    return await resolveType(session, word);
  } catch (error) {
    throw error instanceof CommandError ? new PlainError(error.message) : error;
  }
}

async function versioned(session: Session, { resource: plural }: ApiResource, apiVersion: string): Promise<ApiResource> {
  const served = (await discover(session)).filter((resource) => apiVersionOf(resource) === apiVersion);
  const wanted = `${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Resource=${plural}`;
  if (served.length === 0) throw new CommandError(`couldn't find resource for ${JSON.stringify(wanted)}`);
  const found = served.find(({ resource }) => resource === plural);
  if (found === undefined) throw new CommandError(`GVR (${wanted}) not found in OpenAPI schema`);
  return found;
}

async function typeOf(session: Session, resource: ApiResource): Promise<ExplainedType | undefined> {
  if (resource.custom === true) return definedType(session, resource);
  const schema = kindByGvk(apiVersionOf(resource), resource.kind)?.schema;
  return schema === undefined ? undefined : builtInType(schema);
}

/** A custom resource is declared in its definition, and nowhere else. */
async function definedType(session: Session, { resource, group, version }: ApiResource): Promise<ExplainedType> {
  const { group: definitionGroup, resource: definitions } = CUSTOM_RESOURCE_DEFINITION;
  const body = await send(session, { verb: 'get', group: definitionGroup, resource: definitions, name: `${resource}.${group}` });
  const { spec } = body as CustomResourceDefinition;
  const declared = spec.versions.find(({ name }) => name === version)?.schema?.openAPIV3Schema ?? {};
  return customResourceType(declared as StructuralSchema);
}
