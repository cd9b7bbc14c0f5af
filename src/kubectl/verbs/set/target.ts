import { ApiError } from '../../../api/errors.ts';
import { kindByGvk } from '../../../api/kinds/registry.ts';
import type { KubeObject } from '../../../api/object.ts';
import { createMergePatch } from '../../../api/patch/merge.ts';
import { createStrategicPatch } from '../../../api/patch/strategic.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { CommandError, throwCollected } from '../../errors.ts';
import { FILE_FLAGS, type FileOptions, hasFiles, readItems } from '../../parse/documents.ts';
import { type FlagSpecs, bool, text } from '../../parse/flags.ts';
import { type Found, type SelectOptions, eachObject } from '../../parse/select.ts';
import { nothingGiven } from '../../parse/arguments.ts';
import { type Session, patchObject } from '../../session.ts';
import { type WriteFlags, dryRunOf, report, writeFlags, writeOptions } from '../write.ts';

/** What the subcommands of `set` have in common: how objects are chosen, changed and told of. */
export const SET_FLAGS = {
  ...FILE_FLAGS,
  ...writeFlags('kubectl-set'),
  all: bool(),
  local: bool(),
  selector: text('', 'l'),
} satisfies FlagSpecs;

export interface SetFlags extends WriteFlags, FileOptions, SelectOptions {
  readonly local?: boolean;
}

/** All objects that are meant, before anything is changed. With `--local` they are those of the files, and nobody is asked. */
export async function targetsOf(session: Session, args: readonly string[], flags: SetFlags): Promise<readonly Found[]> {
  if (flags.local === true) return itemsOf(session, flags);
  if (args.length === 0 && !hasFiles(flags)) throw nothingGiven();
  const found: Found[] = [];
  await eachObject(session, args, flags, (one) => {
    found.push(one);
    return Promise.resolve();
  });
  return found;
}

async function itemsOf(session: Session, flags: SetFlags): Promise<readonly Found[]> {
  if (!hasFiles(flags)) {
    const forms = `Example resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'`;
    throw new CommandError(`you must specify resources by --filename when --local is set.\n${forms}`);
  }
  if (dryRunOf(session, flags) === 'server')
    throw new CommandError('cannot specify --local and --dry-run=server - did you mean --dry-run=client?');
  const { items, errors } = await readItems(session, flags);
  throwCollected(errors);
  return items.map((item) => ({ ...item, object: item.written }));
}

/** Changes every object; what fails does not keep the others from their turn. */
export async function eachTarget(targets: readonly Found[], act: (found: Found) => Promise<void>): Promise<void> {
  const errors: unknown[] = [];
  for (const found of targets) {
    try {
      await act(found);
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof CommandError)) throw error;
      errors.push(error);
    }
  }
  throwCollected(errors);
}

export interface Words {
  /** `env updated`. */
  readonly done: string;
  /** It is written and told even when nothing changes. */
  readonly always?: true;
  /** What stands before the server's refusal. */
  readonly failure?: string;
}

/** Writes the changed object, or only shows it where nothing shall be kept, and tells what was done. Without a change it says nothing. */
export async function change(
  session: Session,
  found: Found,
  after: KubeObject,
  flags: SetFlags,
  { done, failure, always }: Words,
): Promise<void> {
  if (flags.local === true) return report(session, { ...flags, dryRun: 'none' }, found.resource, after, done);
  if (dryRunOf(session, flags) === 'client') return report(session, flags, found.resource, after, done);
  const patch = differenceOf(found.object, after);
  if (always === undefined && Object.keys(patch.body as object).length === 0) return;
  try {
    const object = await patchObject(session, found, { ...patch, options: writeOptions(session, flags, 'kubectl-set') });
    report(session, flags, found.resource, object, done);
  } catch (error) {
    throw error instanceof ApiError && failure !== undefined ? new CommandError(`${failure} ${error.message}`) : error;
  }
}

/** The patch that leads from one to the other, as kubectl computes it: with the order of lists that are merged. */
function differenceOf(before: KubeObject, after: KubeObject): { readonly patchType: 'strategic' | 'merge'; readonly body: JsonValue } {
  const schema = kindByGvk(before.apiVersion, before.kind)?.schema;
  const [from, to]: [JsonValue, JsonValue] = [before as never, after as never];
  if (schema === undefined) return { patchType: 'merge', body: createMergePatch(from, to) };
  return { patchType: 'strategic', body: createStrategicPatch(from, to, schema) };
}
