import { apiVersionOf, type KubeObject, groupVersionOf } from '../../../api/object.ts';
import type { ApiResource } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { ApiError } from '../../../api/errors.ts';
import { CommandError, helpError, isFailure, throwCollected, withSource } from '../../errors.ts';
import { type FlagSpecs, bool, flagName, required, text } from '../../parse/flags.ts';
import { selectItems } from '../../parse/select.ts';
import { FILE_FLAGS, type Item, hasFiles, readItems } from '../../parse/documents.ts';
import { resolveKind } from '../../parse/types.ts';
import { type Session, createObject } from '../../session.ts';
import { type VerbDefinition, defineVerb } from '../../verb.ts';
import { editItems } from '../edit/edit-items.ts';
import { sendRawFile } from '../raw-body.ts';
import { verbOfSubcommands } from '../subcommands.ts';
import { reportTyped, savedTyped } from '../typed.ts';
import { writeFlags, type WriteFlags, checkOutput, dryRunOf, fieldValidation, report, writeOptions } from '../write.ts';
import { annotated } from '../apply/apply-item.ts';
import { GENERATORS } from './generators.ts';
import type { Generator } from './generator.ts';
import { tokenVerb } from './token.ts';

const CREATE_FLAGS = { ...writeFlags('kubectl-create'), validate: text('strict', '', 'strict'), saveConfig: bool() } satisfies FlagSpecs;

interface CreateFlags extends WriteFlags {
  readonly validate: string;
  readonly saveConfig: boolean;
}

export const createVerb = defineVerb({
  name: 'create',
  summary: 'Create a resource from a file or from stdin',
  usage: '-f FILENAME',
  flags: { ...CREATE_FLAGS, ...FILE_FLAGS, edit: bool(), raw: text(), selector: text('', 'l'), windowsLineEndings: bool() },
  subcommands: [...GENERATORS.map(generatorVerb), tokenVerb],
  async run(session, { args, flags }) {
    if (!hasFiles(flags))
      throw args.length > 0
        ? helpError('kubectl create', `Unexpected args: [${args.join(' ')}]`)
        : new CommandError('must specify one of -f and -k');
    checkRaw(flags);
    if (flags.raw !== '') return sendRawFile(session, 'POST', flags.raw, flags);
    dryRunOf(session, flags);
    fieldValidation(flags.validate);
    checkOutput(session, flags);
    const read = await readItems(session, flags);
    const chosen = selectItems(read.items, flags.selector);
    const items = flags.edit ? await editItems(session, chosen, flags) : chosen;
    const { errors } = read;
    if (items.length === 0 && errors.length === 0) throw new CommandError('no objects passed to create');
    const collected: unknown[] = [...errors];
    for (const item of items) {
      try {
        await createItem(session, item, flags);
      } catch (error) {
        if (!isFailure(error)) throw error;
        collected.push(error);
      }
    }
    throwCollected(collected);
  },
});

function checkRaw({ raw, edit, filename, recursive, selector, output }: RawFlags): void {
  if (raw === '') return;
  const refuse = (when: boolean, why: string) => {
    if (when) throw new CommandError(why);
  };
  refuse(edit, '--raw and --edit are mutually exclusive');
  refuse(filename.length !== 1, '--raw can only use a single local file or stdin');
  refuse(recursive, '--raw and --recursive are mutually exclusive');
  refuse(selector !== '', '--raw and --selector (-l) are mutually exclusive');
  refuse(output !== '', '--raw and --output are mutually exclusive');
}

interface RawFlags {
  readonly raw: string;
  readonly edit: boolean;
  readonly filename: readonly string[];
  readonly recursive: boolean;
  readonly selector: string;
  readonly output: string;
}

async function createItem(session: Session, item: Item, flags: CreateFlags): Promise<void> {
  try {
    const wanted = flags.saveConfig ? annotated(item.object) : item.object;
    const object = await createOrPretend(session, item.resource, item.namespace, wanted, flags);
    report(session, flags, item.resource, object, 'created');
  } catch (error) {
    throw withSource(error, 'creating', item.source);
  }
}

/** A generator becomes `kubectl create <its name>`. */
function generatorVerb(generator: Generator): VerbDefinition {
  const { name, aliases = [], summary, usage, subcommands } = generator;
  if (subcommands !== undefined)
    return verbOfSubcommands({ path: `create ${name}`, summary, usage, aliases, subcommands: subcommands.map(generatorVerb) });
  return defineVerb({
    name,
    aliases,
    summary,
    usage,
    flags: { ...CREATE_FLAGS, ...markedFlags(generator) },
    async run(session, call) {
      requireFlags(generator, call.given);
      checkOutput(session, call.flags);
      const args = call.args.slice(0, call.args.length - call.rest.length);
      const generated = await generator.generate(session, { ...call, args });
      const resource = await resourceOf(session, generated);
      const object = placed(session, resource, generated);
      try {
        const wanted = call.flags.saveConfig ? savedTyped(object) : object;
        const created = await createOrPretend(session, resource, resource.namespaced ? session.namespace : '', wanted, call.flags);
        reportTyped(session, call.flags, resource, created, 'created');
      } catch (error) {
        throw error instanceof ApiError && generator.failure !== undefined
          ? new CommandError(`${generator.failure} ${error.message}`)
          : error;
      }
    },
  });
}

/** Those that can't be left out say so themselves. */
function markedFlags({ flags, required: names = [] }: Generator): FlagSpecs {
  return Object.fromEntries(Object.entries(flags).map(([name, spec]) => [name, names.includes(flagName(name)) ? required(spec) : spec]));
}

function requireFlags({ required: names = [] }: Generator, given: ReadonlySet<string>): void {
  const present = new Set([...given].map(flagName));
  const missing = names.filter((name) => !present.has(name));
  if (missing.length > 0) throw new CommandError(`required flag(s) ${missing.map((name) => JSON.stringify(name)).join(', ')} not set`);
}

/** The namespace of `-n` is written into the object; that of the context is not. */
function placed(session: Session, { namespaced }: ApiResource, object: KubeObject): KubeObject {
  if (!namespaced || !session.namespaceGiven) return object;
  return { ...object, metadata: { ...object.metadata, namespace: session.namespace } };
}

/** A kind that the cluster does not serve can still be written out by a dry run. */
async function resourceOf(session: Session, object: KubeObject): Promise<ApiResource> {
  const found = await resolveKind(session, object.apiVersion, object.kind);
  if (found !== undefined) return found;
  const { group, version } = groupVersionOf(object.apiVersion);
  const kind = object.kind;
  const singular = kind.toLowerCase();
  const type = { group, version: version ?? '', kind, singular, resource: `${singular}s`, namespaced: true };
  return { ...type, shortNames: [], categories: [], verbs: [], subresources: [] };
}

async function createOrPretend(
  session: Session,
  resource: ApiResource,
  namespace: string,
  object: KubeObject,
  flags: CreateFlags,
): Promise<KubeObject> {
  if (dryRunOf(session, flags) === 'client') return object;
  if (resource.verbs.length === 0) throw new CommandError(`no matches for kind "${resource.kind}" in version "${apiVersionOf(resource)}"`);
  const body = resource.namespaced && namespace !== '' ? { ...object, metadata: { ...object.metadata, namespace } } : object;
  const options = { ...writeOptions(session, flags, 'kubectl-create'), fieldValidation: fieldValidation(flags.validate) };
  return createObject(session, { resource, namespace }, body as unknown as JsonValue, options);
}
