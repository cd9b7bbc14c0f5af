import type { KubeObject } from '../../../api/object.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { toJson } from '../../../api/sorted-json.ts';
import { parseDocuments } from '../../../api/yaml.ts';
import { CommandError, ExitError, isFailure } from '../../errors.ts';
import { FILE_FLAGS, type Item, toItems } from '../../parse/documents.ts';
import { bool, text, withValues } from '../../parse/flags.ts';
import { type Found, eachObject } from '../../parse/select.ts';
import { PRINT_FLAGS, formatValue, withoutManagedFields } from '../../printer/output.ts';
import { type EditedFile, type Session, err, getObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { withEndings } from './edit-items.ts';
import { type EditFlags, type Reason, patchEdited } from './patch-edited.ts';

export const editVerb = defineVerb({
  name: 'edit',
  summary: 'Edit a resource on the server',
  usage: '(RESOURCE/NAME | -f FILENAME)',
  args: { of: 'objects' },
  flags: {
    ...FILE_FLAGS,
    ...PRINT_FLAGS,
    outputPatch: bool(),
    windowsLineEndings: bool(),
    fieldManager: text('kubectl-edit'),
    saveConfig: bool(),
    subresource: withValues(text(), 'subresources'),
    validate: text('strict', '', 'strict'),
  },
  async run(session, { args, flags }) {
    const originals: Found[] = [];
    const { filename, kustomize, recursive, subresource } = flags;
    await eachObject(session, args, { filename, kustomize, recursive, all: true }, async (found) => {
      const object = subresource === '' ? found.object : await getObject(session, found, subresource);
      originals.push({ ...found, object: withoutManagedFields(object) });
    });
    if (originals.length === 0) throw new CommandError('edit cancelled, no objects found');
    await editUntilAccepted(session, originals, flags);
  },
});

/** The editor is opened again, with what was wrong, until the server takes what comes out of it or nothing changes any more. */
async function editUntilAccepted(session: Session, originals: readonly Found[], flags: EditFlags): Promise<void> {
  const isJson = flags.output === 'json';
  const head = (reasons: readonly Reason[]) => (isJson ? '' : header(reasons));
  const original = head([]) + printed(originals, isJson);
  let refused = '';
  let shown = original;
  for (;;) {
    const file = await openEditor(session, withEndings(shown, flags.windowsLineEndings), isJson);
    if (refused !== '' && meaning(file.text) === meaning(refused)) throw kept(session, file, new CommandError(NO_VALID_CHANGES));
    if (meaning(file.text) === meaning(original)) return err(session, 'Edit cancelled, no changes made.');
    if (!hasLines(file.text)) return err(session, 'Edit cancelled, saved file was empty.');
    const reasons = await tryEdited(session, originals, file, flags);
    if (reasons.length === 0) return;
    refused = file.text;
    shown = head(reasons) + withoutComments(file.text);
  }
}

const NO_VALID_CHANGES = 'Edit cancelled, no valid changes were saved.';

async function openEditor(session: Session, shown: string, isJson: boolean): Promise<EditedFile> {
  const file = await session.io.edit?.(shown, isJson ? '.json' : '.yaml');
  if (file === undefined) throw new CommandError('unable to launch the editor "vi"');
  return file;
}

/** What keeps the edited text from being taken; nothing when all of it was. */
async function tryEdited(session: Session, originals: readonly Found[], file: EditedFile, flags: EditFlags): Promise<readonly Reason[]> {
  const items: Item[] = [];
  try {
    for (const document of parseDocuments(file.text)) items.push(...(await toItems(session, document, 'edited-file')));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return [{ head: `The edited file had a syntax error: ${error.message}`, causes: [] }];
  }
  try {
    for (const { resource, namespace } of items) if (resource.namespaced) assertNamespace(session, namespace);
    const { reasons, retryable, missing } = await patchEdited(session, originals, items, flags);
    if (retryable) throw ended(session, `You can run \`kubectl replace -f ${file.path}\` to try this update again.`);
    if (missing) throw ended(session, `The edits you made on deleted resources have been saved to ${JSON.stringify(file.path)}`);
    return reasons;
  } catch (error) {
    throw isFailure(error) && !(error instanceof ExitError) ? kept(session, file, error) : error;
  }
}

function ended(session: Session, text: string): ExitError {
  err(session, text);
  return new ExitError(1);
}

function kept(session: Session, { path }: EditedFile, error: unknown): unknown {
  err(session, `A copy of your changes has been stored to ${JSON.stringify(path)}`);
  return error;
}

function assertNamespace({ namespace }: Session, given: string): void {
  if (given === namespace) return;
  const namespaces = `the namespace from the provided object "${given}" does not match the namespace "${namespace}"`;
  throw new CommandError(`${namespaces}. You must pass '--namespace=${given}' to perform this operation.`);
}

function printed(originals: readonly Found[], isJson: boolean): string {
  const objects = originals.map(({ object }): KubeObject => object) as unknown as readonly JsonValue[];
  const value = objects.length === 1 ? (objects[0] ?? null) : { apiVersion: 'v1', items: objects, kind: 'List', metadata: {} };
  return formatValue({ type: isJson ? 'json' : 'yaml' }, value);
}

const HEADER = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

function header(reasons: readonly Reason[]): string {
  const lines = reasons.flatMap(({ head, causes }) => [
    `# ${inComment(head)}${causes.length > 0 ? ':' : ''}`,
    ...causes.map((cause) => `# * ${inComment(cause)}`),
    '#',
  ]);
  return HEADER + lines.map((line) => `${line}\n`).join('');
}

function inComment(line: string): string {
  return line.replaceAll(/\n(?=[^#])/g, '\n# ');
}

/** What a text says, however it is written. */
function meaning(edited: string): string {
  const documents = parseDocuments(edited);
  const isBroken = documents.some(({ errors }) => errors.length > 0);
  return isBroken ? withoutComments(edited) : toJson(documents.map(({ value }) => value));
}

function withoutComments(edited: string): string {
  return edited
    .split('\n')
    .filter((line) => !/^\s*#(?!!)/.test(line))
    .join('\n');
}

function hasLines(edited: string): boolean {
  return edited.split('\n').some((line) => /^\s*[^#\s]/.test(line));
}
