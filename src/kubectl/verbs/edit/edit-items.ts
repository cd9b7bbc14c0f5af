import type { JsonValue } from '../../../api/scalars.ts';
import { parseDocuments } from '../../../api/yaml.ts';
import { CommandError, PlainError } from '../../errors.ts';
import { type Item, toItems } from '../../parse/documents.ts';
import { formatValue } from '../../printer/output.ts';
import type { Session } from '../../session.ts';

const HEADER = `# Please edit the object below. Lines beginning with a '#' will be ignored,
# and an empty file will abort the edit. If an error occurs while saving this file will be
# reopened with the relevant failures.
#
`;

/** `create --edit`: what comes out of the editor takes the place of the objects. */
export async function editItems(
  session: Session,
  items: readonly Item[],
  { output, windowsLineEndings }: { readonly output: string; readonly windowsLineEndings: boolean },
): Promise<readonly Item[]> {
  const isJson = output === 'json';
  const text = items.map(({ object }) => formatValue({ type: isJson ? 'json' : 'yaml' }, object as unknown as JsonValue)).join('---\n');
  const shown = withEndings(isJson ? text : HEADER + text, windowsLineEndings);
  const file = await session.io.edit?.(shown, isJson ? '.json' : '.yaml');
  if (file === undefined) throw new CommandError('unable to launch the editor "vi"');
  if (!/^\s*[^#\s]/m.test(file.text)) throw new PlainError('Edit cancelled, saved file was empty.');
  const edited: Item[] = [];
  for (const document of parseDocuments(file.text)) edited.push(...(await toItems(session, document, 'edited-file')));
  return edited;
}

/** `--windows-line-endings`. */
export function withEndings(text: string, windows: boolean): string {
  return windows ? text.replaceAll(/\r?\n/g, '\r\n') : text;
}
