import type { PatchType } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { badRequestError } from '../../../api/errors.ts';
import { parseDocuments } from '../../../api/yaml.ts';
import { deepEqual } from '../../../base/equal.ts';
import { CommandError } from '../../errors.ts';
import { text } from '../../parse/flags.ts';
import { SELECT_FLAGS, eachObject } from '../../parse/select.ts';
import { type Session, patchObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { WRITE_FLAGS, dryRunOf, report, writeOptions } from '../write.ts';

const TYPES: Readonly<Record<string, PatchType>> = { strategic: 'strategic', merge: 'merge', json: 'json' };

export const patchVerb = defineVerb({
  name: 'patch',
  summary: 'Update fields of a resource',
  usage: '(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  flags: { ...SELECT_FLAGS, ...WRITE_FLAGS, patch: text('', 'p'), patchFile: text(), type: text('strategic'), subresource: text() },
  async run(session, { args, flags }) {
    const patchType = TYPES[flags.type];
    if (patchType === undefined) throw new CommandError(`--type must be one of [json merge strategic], not ${JSON.stringify(flags.type)}`);
    const body = readPatch(session, flags.patch, flags.patchFile);
    await eachObject(session, args, flags, async (found) => {
      const options = writeOptions(session, flags, 'kubectl-patch');
      const extra = flags.subresource === '' ? {} : { subresource: flags.subresource };
      const pretend = dryRunOf(session, flags) === 'client';
      const object = pretend ? found.object : await patchObject(session, found, { patchType, body, options, ...extra });
      const same = !pretend && deepEqual(object, found.object);
      report(session, flags, found.resource, object, same ? 'patched (no change)' : 'patched');
    });
  },
});

function readPatch(session: Session, given: string, file: string): JsonValue {
  const source = file === '' ? given : session.io.readFile(file);
  if (source === undefined) throw new CommandError(`unable to read patch file: open ${file}: no such file or directory`);
  if (source === '') throw new CommandError('must specify --patch or --patch-file containing the contents of the patch');
  try {
    return JSON.parse(source) as JsonValue;
  } catch {
    return patchFromYaml(source);
  }
}

/** What is no JSON is read as YAML; a broken text is sent as it is, and the server refuses it. */
function patchFromYaml(source: string): JsonValue {
  const [document] = parseDocuments(source);
  if (document === undefined || document.errors.length > 0) throw badRequestError(brokenJson(source));
  return document.value;
}

/** Go's words for the first character that can't stand where it does. */
function brokenJson(source: string): string {
  const match = /^\s*\{\s*([^\s"}])/.exec(source);
  if (match !== null) return `invalid character '${match[1]}' looking for beginning of object key string`;
  return `invalid character '${source.trim().charAt(0)}' looking for beginning of value`;
}
