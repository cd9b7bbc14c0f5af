import { ApiError } from '../../../api/errors.ts';
import { groupResource } from '../../../api/object.ts';
import type { ApiResource, OpenApiDocument } from '../../../api/request.ts';
import type { JsonObject } from '../../../api/scalars.ts';
import { CommandError, PlainError } from '../../errors.ts';
import { bool, text, withValues } from '../../parse/flags.ts';
import { resolveType, resourcesNamed } from '../../parse/types.ts';
import { type Session, out, send } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { explained, headText, kindOfResource } from './plaintext.ts';
import { explainedV2 } from './plaintext-v2.ts';

/** The structure of a kind, its fields and what is to be said of them, from the documents that the server has about its API. */
export const explainVerb = defineVerb({
  name: 'explain',
  summary: 'Get documentation for a resource',
  usage: 'TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]',
  isPlaceless: true,
  args: { beyond: true, of: 'types' },
  flags: { recursive: bool('R'), apiVersion: text(), output: withValues(text('plaintext', 'o'), ['plaintext', 'plaintext-openapiv2']) },
  async run(session, { args, flags }) {
    const [path, ...more] = args;
    if (path === undefined) throw new CommandError(NO_TYPE);
    if (more.length > 0) throw new CommandError('We accept only this format: explain RESOURCE');
    const { resource: found, names } = await subjectOf(session, path, flags.apiVersion !== '');
    const resource = flags.apiVersion === '' ? found : { ...found, ...groupVersionOf(flags.apiVersion) };
    if (flags.output === 'plaintext-openapiv2') await explainV2(session, resource, names, flags.recursive);
    else await explain(session, resource, names, flags);
  },
});

const NO_TYPE = 'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.';

async function explain(
  session: Session,
  resource: ApiResource,
  names: readonly string[],
  { output, recursive }: { readonly output: string; readonly recursive: boolean },
): Promise<void> {
  const { group, version } = resource;
  const subject = `${group}/${version}, Resource=${resource.resource}`;
  const part = group === '' ? `api/${version}` : `apis/${group}/${version}`;
  const document = await documentAt(session, `/openapi/v3/${part}`);
  if (document === undefined) throw new CommandError(`couldn't find resource for ${JSON.stringify(subject)}`);
  if (output !== 'plaintext') throw new CommandError(`unrecognized format: ${output}`);
  const kind = kindOfResource(document, resource);
  if (kind === undefined) throw new CommandError(`GVR (${subject}) not found in OpenAPI schema`);
  session.stdout.push(headText(kind));
  const found = explained(document, kind, names, recursive);
  if (found === undefined) throw new CommandError(`GVK ${JSON.stringify(kind)} not found in OpenAPI schema`);
  if (found === '') throw new CommandError(`field ${JSON.stringify(names.at(-1) ?? '')} does not exist`);
  out(session, found);
}

async function explainV2(session: Session, resource: ApiResource, names: readonly string[], recursive: boolean): Promise<void> {
  const found = explainedV2((await documentAt(session, '/openapi/v2')) ?? {}, resource, names, recursive);
  const { group, version, kind } = resource;
  if (found === undefined) throw new CommandError(`couldn't find resource for ${JSON.stringify(`${group}/${version}, Kind=${kind}`)}`);
  session.stdout.push(found);
}

/** Undefined where the server has none. */
async function documentAt(session: Session, path: string): Promise<JsonObject | undefined> {
  try {
    return ((await send(session, { verb: 'discover', path })) as OpenApiDocument).body;
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return undefined;
    throw error;
  }
}

/** `deployments.apps.spec` begins with a group, `deployments.spec` with a field. Beside a version that is told apart, all are fields. */
async function subjectOf(
  session: Session,
  path: string,
  isVersioned: boolean,
): Promise<{ resource: ApiResource; names: readonly string[] }> {
  const whole = path.replace(/\.$/, '');
  const [word = '', ...fields] = whole.split('.');
  const named = isVersioned ? [] : await resourcesNamed(session, word);
  const prefixed = named.find((resource) => whole.startsWith(groupResource(resource)));
  const resource = prefixed ?? (await typed(session, word));
  const names = prefixed === undefined ? fields : fields.slice(prefixed.group === '' ? 0 : prefixed.group.split('.').length);
  if (names.some((name) => name.includes('[')))
    throw new CommandError(`invalid jsonpath syntax, ${isVersioned ? 'all nodes must be field nodes' : 'first node must be field node'}`);
  return { resource, names };
}

async function typed(session: Session, word: string): Promise<ApiResource> {
  try {
    return await resolveType(session, word);
  } catch (error) {
    throw error instanceof CommandError ? new PlainError(error.message) : error;
  }
}

function groupVersionOf(apiVersion: string): { readonly group: string; readonly version: string } {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { group, version };
}
