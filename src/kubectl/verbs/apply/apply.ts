import type { JsonValue } from '../../../api/scalars.ts';
import type { KubeObject } from '../../../api/object.ts';
import { CommandError, isFailure, throwCollected } from '../../errors.ts';
import { array, bool, duration, int, text } from '../../parse/flags.ts';
import { FILE_FLAGS, type Item, readItems, requireFiles } from '../../parse/documents.ts';
import { selectItems } from '../../parse/select.ts';
import type { Session } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { type OutputFormat, forFormat, formatValue } from '../../printer/output.ts';
import { checkOutput, writeFlags, dryRunOf, fieldValidation, report, writeOptions } from '../write.ts';
import { type Applied, applyItem } from './apply-item.ts';
import { propagation } from '../delete/delete.ts';
import { editLastApplied, setLastApplied, viewLastApplied } from './last-applied.ts';
import { checkPrune, prune } from './prune.ts';
import { applyServerSide } from './server-side.ts';

const CLIENT_SIDE = 'kubectl-client-side-apply';

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
    all: bool(),
    cascade: text('background', '', 'background'),
    gracePeriod: int(-1),
    openapiPatch: bool('', true),
    prune: bool(),
    pruneAllowlist: array(),
    subresource: text(),
    timeout: duration(),
  },
  subcommands: [editLastApplied, setLastApplied, viewLastApplied],
  async run(session, { args, flags }) {
    if (args.length > 0) throw new CommandError(`Unexpected args: [${args.join(' ')}]\nSee 'kubectl apply -h' for help and examples`);
    requireFiles(flags);
    assertFlags(flags);
    await checkPrune(session, flags);
    const { items, errors } = await readItems(session, flags);
    const wanted = selectItems(items, flags.selector);
    if (wanted.length === 0 && errors.length === 0) throw new CommandError('no objects passed to apply');
    const format = checkOutput(session, flags);
    const asList = format.type !== 'human' && format.type !== 'name' && wanted.length > 1;
    const objects: KubeObject[] = [];
    const collected: unknown[] = [...errors];
    for (const item of wanted) {
      try {
        const applied = await applyOne(session, item, flags);
        if (!asList) report(session, flags, item.resource, applied.object, applied.result);
        objects.push(applied.object);
      } catch (error) {
        if (!isFailure(error)) throw error;
        collected.push(error);
      }
    }
    if (asList && objects.length > 0) session.stdout.push(formatValue(format, listOf(objects, flags, format)));
    throwCollected(collected);
    if (flags.prune) await prune(session, objects, flags);
  },
});

/** Several objects are printed as one List. */
function listOf(objects: readonly KubeObject[], { showManagedFields }: ApplyFlags, format: OutputFormat): JsonValue {
  const items = objects.map((object) => (showManagedFields ? object : forFormat(format, object)) as unknown as JsonValue);
  return { apiVersion: 'v1', kind: 'List', metadata: {}, items };
}

interface ApplyFlags {
  readonly showManagedFields: boolean;
  readonly dryRun: string;
  readonly output: string;
  readonly fieldManager: string;
  readonly validate: string;
  readonly serverSide: boolean;
  readonly forceConflicts: boolean;
  readonly force: boolean;
  readonly overwrite: boolean;
  readonly cascade: string;
  readonly gracePeriod: number;
  readonly timeout: number;
  readonly subresource: string;
}

/** Flags that exclude one another. */
function assertFlags({ serverSide, forceConflicts, force, dryRun, subresource, cascade, validate }: ApplyFlags): void {
  propagation(cascade);
  fieldValidation(validate);
  if (subresource !== '' && !serverSide) throw new CommandError('--subresource can only be specified for --server-side');
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
    return applyServerSide(session, item, write, flags.subresource);
  }
  const write = { ...writeOptions(session, flags, CLIENT_SIDE), fieldValidation: validation };
  const grace = flags.gracePeriod >= 0 ? { gracePeriodSeconds: flags.gracePeriod } : {};
  const removal = { propagationPolicy: propagation(flags.cascade), ...grace };
  return applyItem(session, item, {
    write,
    force: flags.force,
    overwrite: flags.overwrite,
    pretend: dryRunOf(session, flags) === 'client',
    removal,
    timeoutMs: flags.timeout,
  });
}
