import type { JsonValue } from '../../../api/scalars.ts';
import { stringifyYaml } from '../../../api/yaml.ts';
import { CommandError, isFailure, throwCollected } from '../../errors.ts';
import { bool, text } from '../../parse/flags.ts';
import { FILE_FLAGS, type Item, readItems, requireFiles } from '../../parse/documents.ts';
import { eachObject } from '../../parse/select.ts';
import { parseSelector } from '../../../api/label-parser.ts';
import { matchesSelector } from '../../../api/labels.ts';
import { sortKeys, toJson } from '../../../api/sorted-json.ts';
import type { Session } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { writeFlags, dryRunOf, fieldValidation, report, writeOptions } from '../write.ts';
import { type Applied, LAST_APPLIED, applyItem } from './apply-item.ts';
import { applyServerSide } from './server-side.ts';

const CLIENT_SIDE = 'kubectl-client-side-apply';

const viewLastApplied = defineVerb({
  name: 'view-last-applied',
  summary: 'View the latest last-applied-configuration annotations of a resource/object',
  usage: '(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME)',
  args: { of: 'objects' },
  flags: { ...FILE_FLAGS, selector: text('', 'l'), all: bool(), output: text('yaml', 'o') },
  async run(session, { args, flags }) {
    await eachObject(session, args, flags, async ({ object, name }) => {
      const applied = object.metadata.annotations?.[LAST_APPLIED];
      if (applied === undefined) throw new CommandError(`no last-applied-configuration annotation found on resource: ${name}`);
      const value = sortKeys(JSON.parse(applied) as JsonValue);
      session.stdout.push(flags.output === 'json' ? `${toJson(value, 2)}\n` : stringifyYaml(value));
    });
  },
});

export const applyVerb = defineVerb({
  name: 'apply',
  summary: 'Apply a configuration to a resource by file name or stdin',
  usage: '(-f FILENAME | -k DIRECTORY)',
  flags: {
    ...writeFlags(CLIENT_SIDE),
    ...FILE_FLAGS,
    selector: text('', 'l'),
    validate: text('strict', '', 'strict'),
    serverSide: bool(),
    forceConflicts: bool(),
    force: bool(),
    overwrite: bool('', true),
    wait: bool(),
  },
  subcommands: [viewLastApplied],
  async run(session, { args, flags }) {
    if (args.length > 0) throw new CommandError(`Unexpected args: [${args.join(' ')}]\nSee 'kubectl apply -h' for help and examples`);
    requireFiles(flags);
    assertFlags(flags);
    const { items, errors } = await readItems(session, flags);
    if (items.length === 0 && errors.length === 0) throw new CommandError('no objects passed to apply');
    const wanted = selected(items, flags.selector);
    const collected: unknown[] = [...errors];
    for (const item of wanted) {
      try {
        const applied = await applyOne(session, item, flags);
        report(session, flags, item.resource, applied.object, applied.result);
      } catch (error) {
        if (!isFailure(error)) throw error;
        collected.push(error);
      }
    }
    throwCollected(collected);
  },
});

interface ApplyFlags {
  readonly dryRun: string;
  readonly output: string;
  readonly fieldManager: string;
  readonly validate: string;
  readonly serverSide: boolean;
  readonly forceConflicts: boolean;
  readonly force: boolean;
  readonly overwrite: boolean;
}

/** Flags that exclude one another. */
function assertFlags({ serverSide, forceConflicts, force, dryRun }: ApplyFlags): void {
  if (forceConflicts && !serverSide) throw new CommandError('--force-conflicts only works with --server-side');
  if (dryRun === 'client' && serverSide)
    throw new CommandError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
  if (force && serverSide) throw new CommandError('--force cannot be used with --server-side');
  if (force && dryRun === 'server') throw new CommandError('--dry-run=server cannot be used with --force');
}

async function applyOne(session: Session, item: Item, flags: ApplyFlags): Promise<Applied> {
  const validation = fieldValidation(flags.validate);
  if (flags.serverSide) {
    // Its default is meant for client-side apply alone.
    const given = flags.fieldManager === CLIENT_SIDE ? '' : flags.fieldManager;
    const write = {
      ...writeOptions(session, { ...flags, fieldManager: given }, 'kubectl'),
      fieldValidation: validation,
      force: flags.forceConflicts,
    };
    return applyServerSide(session, item, write);
  }
  if (dryRunOf(session, flags) === 'client') return { object: item.object, result: 'configured' };
  const write = { ...writeOptions(session, flags, CLIENT_SIDE), fieldValidation: validation };
  return applyItem(session, item, { write, force: flags.force, overwrite: flags.overwrite });
}

function selected(items: readonly Item[], selector: string): readonly Item[] {
  if (selector === '') return items;
  const parsed = parseSelector(selector);
  return items.filter(({ object }) => matchesSelector(parsed, object.metadata.labels));
}
