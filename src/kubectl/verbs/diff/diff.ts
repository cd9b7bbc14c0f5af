import { ApiError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import { formatTime } from '../../../api/time.ts';
import { ExitError, PlainError, throwCollected } from '../../errors.ts';
import { type FlagSpecs, bool, text } from '../../parse/flags.ts';
import { FILE_FLAGS, type Item, readItems, requireFiles } from '../../parse/documents.ts';
import { formatValue, withoutManagedFields } from '../../printer/output.ts';
import { unifiedDiff } from '../../printer/unified-diff.ts';
import { type Session, createObject, getObject, managerOf, patchObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { patchTypeOf, threeWayPatch, unannotated } from '../apply/apply-item.ts';

const FLAGS = { ...FILE_FLAGS, showSecrets: bool(), fieldManager: text() } satisfies FlagSpecs;

export const diffVerb = defineVerb({
  name: 'diff',
  summary: 'Diff the live version against a would-be applied version',
  usage: '-f FILENAME',
  flags: FLAGS,
  async run(session, { flags }) {
    requireFiles(flags, 2);
    const { items, errors } = await readItems(session, flags);
    throwCollected(errors);
    let differs = false;
    for (const item of items) {
      const difference = await compare(session, item, flags.showSecrets);
      session.stdout.push(difference);
      differs ||= difference !== '';
    }
    // Differences are no error, but have this exit code.
    if (differs) throw new ExitError(1);
  },
});

async function compare(session: Session, item: Item, showSecrets: boolean): Promise<string> {
  const live = await liveOf(session, item);
  const merged = await wouldBe(session, item, live);
  const [before, after] = item.resource.kind === 'Secret' && !showSecrets ? masked(live, merged) : [live, merged];
  const hunks = unifiedDiff(yamlOf(before), yamlOf(after));
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
async function wouldBe(session: Session, item: Item, live: KubeObject | undefined): Promise<KubeObject> {
  if (item.name === '') throw new PlainError('resource name may not be empty');
  const options = { fieldManager: managerOf(session, 'kubectl-client-side-apply'), dryRun: true };
  if (live === undefined) return createObject(session, item, item.object as unknown as JsonValue, options);
  const body = threeWayPatch(unannotated(item.object), live);
  return patchObject(session, item, { patchType: patchTypeOf(item.object), body, options });
}

function yamlOf(object: KubeObject | undefined): string {
  return object === undefined ? '' : formatValue({ type: 'yaml' }, withoutManagedFields(object) as unknown as JsonValue);
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
