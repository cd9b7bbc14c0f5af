import { badRequestError } from '../../../api/errors.ts';
import { kindByGvk } from '../../../api/kinds/registry.ts';
import type { KubeObject } from '../../../api/object.ts';
import { PatchError } from '../../../api/patch/error.ts';
import { applyJsonPatch } from '../../../api/patch/json.ts';
import { applyMergePatch } from '../../../api/patch/merge.ts';
import { applyStrategicPatch } from '../../../api/patch/strategic.ts';
import type { PatchType } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { parseDocuments } from '../../../api/yaml.ts';
import { deepEqual } from '../../../base/equal.ts';
import { CommandError, throwCollected } from '../../errors.ts';
import { FILE_FLAGS, readItems } from '../../parse/documents.ts';
import { type FlagSpecs, type FlagValues, bool, text, withValues } from '../../parse/flags.ts';
import { type Found, eachObject } from '../../parse/select.ts';
import { type Session, patchObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { writeFlags, dryRunOf, report, writeOptions } from '../write.ts';

const TYPES: Readonly<Record<string, PatchType>> = { strategic: 'strategic', merge: 'merge', json: 'json' };

const FLAGS = {
  ...FILE_FLAGS,
  ...writeFlags('kubectl-patch'),
  patch: text('', 'p'),
  patchFile: text(),
  type: withValues(text('strategic'), ['json', 'merge', 'strategic']),
  subresource: withValues(text(), 'subresources'),
  local: bool(),
} satisfies FlagSpecs;
type Flags = FlagValues<typeof FLAGS>;

export const patchVerb = defineVerb({
  name: 'patch',
  summary: 'Update fields of a resource',
  usage: '(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE]',
  args: { of: 'objects' },
  flags: FLAGS,
  async run(session, { args, flags }) {
    checkFlags(args, flags);
    const patchType = TYPES[flags.type.toLowerCase()];
    if (patchType === undefined) throw new CommandError(`--type must be one of [json merge strategic], not ${JSON.stringify(flags.type)}`);
    const body = readPatch(session, flags.patch, flags.patchFile);
    const act = async (found: Found) => {
      const pretend = flags.local || dryRunOf(session, flags) === 'client';
      const object = pretend ? patchedHere(found, patchType, body) : await patchedThere(session, found, patchType, body, flags);
      report(session, flags, found.resource, object, deepEqual(object, found.object) ? 'patched (no change)' : 'patched');
    };
    if (!flags.local) await eachObject(session, args, flags, act);
    else {
      const { items, errors } = await readItems(session, flags);
      throwCollected(errors);
      for (const item of items) await act({ ...item, object: item.written });
    }
  },
});

function checkFlags(args: readonly string[], { patch, patchFile, local, dryRun }: Flags): void {
  if (patch !== '' && patchFile !== '') throw new CommandError('cannot specify --patch and --patch-file together');
  if (patch === '' && patchFile === '') throw new CommandError('must specify --patch or --patch-file containing the contents of the patch');
  if (local && args.length > 0) throw new CommandError('cannot specify --local and server resources');
  if (local && dryRun === 'server') throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
}

function patchedThere(session: Session, found: Found, patchType: PatchType, body: JsonValue, flags: Flags): Promise<KubeObject> {
  const options = writeOptions(session, flags, 'kubectl-patch');
  const part = flags.subresource === '' ? {} : { subresource: flags.subresource };
  return patchObject(session, found, { patchType, body, options, ...part });
}

/** What the patch makes of the object, without the server's say. */
function patchedHere({ object }: Found, patchType: PatchType, body: JsonValue): KubeObject {
  const before = object as unknown as JsonValue;
  try {
    return patched(before, patchType, body, object) as unknown as KubeObject;
  } catch (error) {
    if (error instanceof PatchError) throw new CommandError(error.detail);
    throw error;
  }
}

function patched(before: JsonValue, patchType: PatchType, body: JsonValue, { apiVersion, kind }: KubeObject): JsonValue {
  if (patchType === 'json') return applyJsonPatch(before, body);
  if (patchType === 'merge') return applyMergePatch(before, body);
  const schema = kindByGvk(apiVersion, kind)?.schema;
  const gvk = `${apiVersion.includes('/') ? '' : '/'}${apiVersion}, Kind=${kind}`;
  if (schema === undefined) throw new CommandError(`strategic merge patch is not supported for ${gvk} locally, try --type merge`);
  return applyStrategicPatch(before, body, schema);
}

function readPatch(session: Session, given: string, file: string): JsonValue {
  const source = file === '' ? given : session.io.readFile(file);
  if (source === undefined) throw new CommandError(`unable to read patch file: open ${file}: no such file or directory`);
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

/** Whether more text could make it right: brackets or quotes are open at its end. */
function isCutShort(source: string): boolean {
  const bare = source.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');
  const count = (char: string) => bare.split(char).length - 1;
  return /^\s*[{[]/.test(bare) && /[:,{[]\s*$/.test(bare) && count('{') + count('[') > count('}') + count(']');
}

/** Go's words for the first character that can't stand where it does. */
function brokenJson(source: string): string {
  if (isCutShort(source)) return 'unexpected end of JSON input';
  const match = /^\s*\{\s*([^\s"}])/.exec(source);
  if (match !== null) return `invalid character '${match[1]}' looking for beginning of object key string`;
  return `invalid character '${source.trim().charAt(0)}' looking for beginning of value`;
}
