import { ApiError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { formatTime } from '../../../api/time.ts';
import { errorText, isFailure, CommandError, ExitError, PlainError, throwCollected } from '../../errors.ts';
import { type FlagSpecs, type FlagValues, array, bool, int, text } from '../../parse/flags.ts';
import { FILE_FLAGS, type Item, readItems, requireFiles } from '../../parse/documents.ts';
import { formatValue, withoutManagedFields } from '../../printer/output.ts';
import { unifiedDiff } from '../../printer/unified-diff.ts';
import { selectItems } from '../../parse/select.ts';
import { type Session, type Target, createObject, getObject, managerOf, patchObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { superfluous } from '../apply/prune.ts';
import { patchTypeOf, threeWayPatch, unannotated } from '../apply/apply-item.ts';

const CLIENT_SIDE = 'kubectl-client-side-apply';

const FLAGS = {
  ...FILE_FLAGS,
  concurrency: int(1),
  fieldManager: text(CLIENT_SIDE),
  forceConflicts: bool(),
  prune: bool(),
  pruneAllowlist: array(),
  selector: text('', 'l'),
  serverSide: bool(),
  showManagedFields: bool(),
  showSecrets: bool(),
} satisfies FlagSpecs;
type Flags = FlagValues<typeof FLAGS>;

export const diffVerb = defineVerb({
  name: 'diff',
  summary: 'Diff the live version against a would-be applied version',
  usage: '-f FILENAME',
  flags: FLAGS,
  async run(session, { flags }) {
    try {
      await diff(session, flags);
    } catch (error) {
      // 1 means differences, whatever goes wrong is more.
      if (!isFailure(error) || error instanceof ExitError) throw error;
      session.stderr.push(errorText(error));
      throw new ExitError(2);
    }
  },
});

async function diff(session: Session, flags: Flags): Promise<void> {
  requireFiles(flags);
  if (flags.forceConflicts && !flags.serverSide) throw new CommandError('--force-conflicts only works with --server-side');
  const { items, errors } = await readItems(session, flags);
  throwCollected(errors);
  const differences: string[] = [];
  const applied: KubeObject[] = [];
  for (const item of selectItems(items, flags.selector)) {
    const live = await liveOf(session, item);
    const merged = await wouldBe(session, item, live, flags);
    applied.push(live ?? merged);
    differences.push(compare(session, item, live, merged, flags));
  }
  if (flags.prune) differences.push(...(await pruned(session, applied, flags)));
  for (const difference of differences) session.stdout.push(difference);
  const differs = differences.some((difference) => difference !== '');
  // Differences are no error, but have this exit code.
  if (differs) throw new ExitError(1);
}

/** What was applied once and is wanted no more would go. */
async function pruned(session: Session, applied: readonly KubeObject[], flags: Flags): Promise<readonly string[]> {
  const found = await superfluous(session, applied, flags);
  return found.map(({ resource, object }) => {
    const { name = '', namespace = '' } = object.metadata;
    return compare(session, { resource, name, namespace }, object, undefined, flags);
  });
}

function compare(session: Session, item: Target, live: KubeObject | undefined, merged: KubeObject | undefined, flags: Flags): string {
  const isSecret = item.resource.kind === 'Secret' && !flags.showSecrets && merged !== undefined;
  const [before, after] = isSecret ? masked(live, merged) : [live, merged];
  const hunks = unifiedDiff(yamlOf(before, flags), yamlOf(after, flags));
  if (hunks === '') return '';
  const { group, version, kind } = item.resource;
  const name = [...(group === '' ? [] : [group]), version, kind, item.namespace, item.name].join('.');
  const at = `${formatTime(session.port.now()).replace('T', ' ').replace('Z', '.000000000')} +0000`;
  const [left, right] = [`/tmp/LIVE-1/${name}`, `/tmp/MERGED-1/${name}`];
  return `diff -u -N ${left} ${right}\n--- ${left}\t${at}\n+++ ${right}\t${at}\n${hunks}`;
}

async function liveOf(session: Session, item: Item): Promise<KubeObject | undefined> {
  try {
    return await getObject(session, item);
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
    throw error;
  }
}

/** What the server would make of it, without the annotation that apply would write. */
async function wouldBe(session: Session, item: Item, live: KubeObject | undefined, flags: Flags): Promise<KubeObject> {
  if (item.name === '') throw new PlainError('resource name may not be empty');
  const usual = flags.serverSide ? 'kubectl' : CLIENT_SIDE;
  const fieldManager = flags.fieldManager === CLIENT_SIDE ? managerOf(session, usual) : flags.fieldManager;
  const options = { fieldManager, dryRun: true };
  if (flags.serverSide) {
    const body = item.object as unknown as JsonValue;
    return patchObject(session, item, { patchType: 'apply', body, options: { ...options, force: flags.forceConflicts } });
  }
  if (live === undefined) return createObject(session, item, item.object as unknown as JsonValue, options);
  const body = threeWayPatch(unannotated(item.object), live);
  return patchObject(session, item, { patchType: patchTypeOf(item.object), body, options });
}

function yamlOf(object: KubeObject | undefined, { showManagedFields }: Flags): string {
  if (object === undefined) return '';
  return formatValue({ type: 'yaml' }, (showManagedFields ? object : withoutManagedFields(object)) as unknown as JsonValue);
}

interface WithData extends KubeObject {
  readonly data?: JsonObject;
}

/** A Secret's values are not shown, only whether they differ. */
function masked(live: WithData | undefined, merged: WithData): [WithData | undefined, WithData] {
  const hide = (object: WithData, other: WithData | undefined, suffix: string): WithData => {
    const data = Object.entries(object.data ?? {}).map(([key, value]) => {
      const changed = other?.data?.[key] !== undefined && other.data[key] !== value;
      return [key, changed ? `*** (${suffix})` : '***'] as const;
    });
    return { ...object, ...(data.length === 0 ? {} : { data: Object.fromEntries(data) }) };
  };
  return [live === undefined ? undefined : hide(live, merged, 'before'), hide(merged, live, 'after')];
}
