import type { KubeObject } from '../../../api/object.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { sortKeys, toJson } from '../../../api/sorted-json.ts';
import { parseDocuments, stringifyYaml, yamlErrorText } from '../../../api/yaml.ts';
import { CommandError, throwCollected } from '../../errors.ts';
import { nothingGiven } from '../../parse/arguments.ts';
import { FILE_FLAGS, type Item, hasFiles, readItems } from '../../parse/documents.ts';
import { bool, list, text } from '../../parse/flags.ts';
import { type Found, eachObject } from '../../parse/select.ts';
import { PRINT_FLAGS } from '../../printer/output.ts';
import { type Session, err, out, getObject, patchObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { withEndings } from '../edit/edit-items.ts';
import { WRITE_FLAGS, type WriteFlags, dryRunOf, report, writeOptions } from '../write.ts';
import { LAST_APPLIED, annotated } from './apply-item.ts';

/** The subcommands of `apply` about the annotation in which client-side apply keeps what it applied last. */

export const viewLastApplied = defineVerb({
  name: 'view-last-applied',
  summary: 'View the latest last-applied-configuration annotations of a resource/object',
  usage: '(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  args: { of: 'objects' },
  flags: { ...FILE_FLAGS, selector: text('', 'l'), all: bool(), output: text('yaml', 'o') },
  async run(session, { args, flags }) {
    if (flags.output !== 'json' && flags.output !== 'yaml')
      throw new CommandError(
        `Unexpected -o output mode: ${flags.output}, the flag 'output' must be one of yaml|json\nSee 'kubectl apply view-last-applied -h' for help and examples`,
      );
    await eachObject(session, args, flags, (found) => {
      const applied = configurationOf(found);
      if (applied === undefined) return Promise.resolve();
      const value = sortKeys(JSON.parse(applied) as JsonValue);
      session.stdout.push(flags.output === 'json' ? `${toJson(value, 2)}\n` : stringifyYaml(value));
      return Promise.resolve();
    });
  },
});

function configurationOf({ object }: Pick<Found, 'object'>): string | undefined {
  return object.metadata.annotations?.[LAST_APPLIED];
}

export const setLastApplied = defineVerb({
  name: 'set-last-applied',
  summary: 'Set the last-applied-configuration annotation on a live object to match the contents of a file',
  usage: '-f FILENAME',
  flags: { ...WRITE_FLAGS, filename: list('f'), createAnnotation: bool() },
  async run(session, { flags }) {
    if (!hasFiles(flags)) throw nothingGiven();
    const { items, errors } = await readItems(session, flags);
    throwCollected(errors);
    const changes = [];
    for (const item of items) changes.push({ item, live: await liveOf(session, item, flags.createAnnotation) });
    for (const { item, live } of changes) await writeConfiguration(session, item, live, annotated(item.written), flags);
  },
});

async function liveOf(session: Session, item: Item, mayCreate: boolean): Promise<KubeObject> {
  const live = await getObject(session, item);
  if (live.metadata.annotations?.[LAST_APPLIED] !== undefined || mayCreate) return live;
  const advice = 'to create the annotation, run the command with --create-annotation';
  throw new CommandError(`no last-applied-configuration annotation found on resource: ${item.name}, ${advice}`);
}

/** Nothing but the annotation is written, and only when it says something else. */
async function writeConfiguration(
  session: Session,
  target: Pick<Found, 'resource' | 'namespace' | 'name'>,
  live: KubeObject,
  wanted: KubeObject,
  flags: WriteFlags,
): Promise<void> {
  const value = wanted.metadata.annotations?.[LAST_APPLIED] ?? '';
  if (live.metadata.annotations?.[LAST_APPLIED] === value) return out(session, `set-last-applied ${target.name}: no changes required.`);
  const body = { metadata: { annotations: { [LAST_APPLIED]: value } } };
  const object =
    dryRunOf(session, flags) === 'client'
      ? live
      : await patchObject(session, target, { patchType: 'merge', body, options: writeOptions(session, flags, 'kubectl-last-applied') });
  report(session, flags, target.resource, object, 'configured');
}

export const editLastApplied = defineVerb({
  name: 'edit-last-applied',
  summary: 'Edit latest last-applied-configuration annotations of a resource/object',
  usage: '(RESOURCE/NAME | -f FILENAME)',
  args: { of: 'objects' },
  flags: {
    ...FILE_FLAGS,
    ...PRINT_FLAGS,
    fieldManager: text('kubectl-client-side-apply'),
    validate: text('strict', '', 'strict'),
    windowsLineEndings: bool(),
  },
  async run(session, { args, flags }) {
    await eachObject(session, args, { ...flags, all: true }, async (found) => {
      const applied = configurationOf(found);
      if (applied === undefined) throw new CommandError(`no last-applied-configuration annotation found on resources, ${HOW_TO_CREATE}`);
      const before = sortKeys(JSON.parse(applied) as JsonValue);
      const isJson = flags.output === 'json';
      const shown = isJson ? `${toJson(before, 2)}\n` : HEADER + stringifyYaml(before);
      const file = await session.io.edit?.(withEndings(shown, flags.windowsLineEndings), isJson ? '.json' : '.yaml');
      if (file === undefined) throw new CommandError('unable to launch the editor "vi"');
      const [document] = parseDocuments(file.text);
      if (document === undefined) return err(session, 'Edit cancelled, saved file was empty.');
      const [broken] = document.errors;
      if (broken !== undefined) throw new CommandError(`The edited file had a syntax error: ${yamlErrorText(broken)}`);
      if (toJson(document.value) === toJson(before)) return err(session, 'Edit cancelled, no changes made.');
      const edited = annotated(document.value as unknown as KubeObject);
      await writeConfiguration(session, found, found.object, edited, { ...flags, output: isJson ? '' : flags.output });
    });
  },
});

const HOW_TO_CREATE = 'to create the annotation, use command `kubectl apply set-last-applied --create-annotation`';

const HEADER = `# Please edit the 'last-applied-configuration' annotations below.
# Lines beginning with a '#' will be ignored, and an empty file will abort the edit.
#
`;
