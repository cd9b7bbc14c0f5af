import { ApiError } from '../../../api/errors.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { KubeObject } from '../../../api/object.ts';
import { CommandError, isFailure, throwCollected, withSource } from '../../errors.ts';
import { bool, duration, int, text, withValues } from '../../parse/flags.ts';
import { FILE_FLAGS, type Item, readItems, requireFiles } from '../../parse/documents.ts';
import { displayKind } from '../../parse/types.ts';
import { type Session, createObject, deleteObject, getObject, out, updateObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { isGone, poll } from '../../waiting.ts';
import { annotated, LAST_APPLIED } from '../apply/apply-item.ts';
import { propagation } from '../delete/delete.ts';
import { sendRawFile } from '../raw-body.ts';
import { writeFlags, type WriteFlags, dryRunOf, fieldValidation, report, writeOptions } from '../write.ts';

interface ReplaceFlags extends WriteFlags {
  readonly force: boolean;
  readonly saveConfig: boolean;
  readonly validate: string;
  readonly gracePeriod: number;
  readonly timeout: number;
  readonly subresource: string;
  readonly cascade: string;
}

export const replaceVerb = defineVerb({
  name: 'replace',
  summary: 'Replace a resource by file name or stdin',
  usage: '-f FILENAME',
  flags: {
    ...writeFlags('kubectl-replace'),
    ...FILE_FLAGS,
    force: bool(),
    saveConfig: bool(),
    validate: text('strict', '', 'strict'),
    gracePeriod: int(-1),
    timeout: duration(),
    subresource: withValues(text(), 'subresources'),
    cascade: text('background', '', 'background'),
    raw: text(),
    wait: bool(),
  },
  async run(session, { flags }) {
    requireFiles(flags);
    if (flags.raw !== '') return sendRawFile(session, 'PUT', flags.raw, flags);
    checkFlags(flags);
    propagation(flags.cascade);
    fieldValidation(flags.validate);
    dryRunOf(session, flags);
    const { items, errors } = await readItems(session, flags);
    const collected: unknown[] = [...errors];
    for (const item of items) {
      try {
        const object = flags.force ? await recreate(session, item, flags) : await replace(session, item, flags);
        report(session, flags, item.resource, object, 'replaced');
      } catch (error) {
        if (!isFailure(error)) throw error;
        collected.push(flags.force ? error : withSource(error, 'replacing', item.source));
      }
    }
    throwCollected(collected);
  },
});

function checkFlags({ force, gracePeriod, timeout, dryRun }: ReplaceFlags): void {
  if (gracePeriod >= 0 && !force) throw new CommandError('--grace-period must have --force specified');
  if (timeout !== 0 && !force) throw new CommandError('--timeout must have --force specified');
  if (force && dryRun !== 'none') throw new CommandError('--dry-run can not be used when --force is set');
}

async function replace(session: Session, item: Item, flags: ReplaceFlags): Promise<KubeObject> {
  const live = await getObject(session, item);
  const keepsConfig = live.metadata.annotations?.[LAST_APPLIED] !== undefined || flags.saveConfig;
  const wanted = keepsConfig ? annotated(item.object) : item.object;
  if (dryRunOf(session, flags) === 'client') return wanted;
  const body = {
    ...wanted,
    metadata: { ...wanted.metadata, resourceVersion: wanted.metadata.resourceVersion ?? live.metadata.resourceVersion },
  };
  const options = { ...writeOptions(session, flags, 'kubectl-replace'), fieldValidation: fieldValidation(flags.validate) };
  return updateObject(session, item, body as unknown as JsonValue, options, flags.subresource === '' ? undefined : flags.subresource);
}

const GIVE_UP_MS = 300_000;

async function recreate(session: Session, item: Item, flags: ReplaceFlags): Promise<KubeObject> {
  await remove(session, item, flags);
  const options = { ...writeOptions(session, flags, 'kubectl-replace'), fieldValidation: fieldValidation(flags.validate) };
  return createObject(session, item, item.object as unknown as JsonValue, options);
}

/** Without a grace period there would be no telling whether it is really gone. */
async function remove(session: Session, item: Item, { gracePeriod, timeout, cascade }: ReplaceFlags): Promise<void> {
  try {
    await deleteObject(session, item, {
      propagationPolicy: propagation(cascade),
      ...(gracePeriod >= 0 ? { gracePeriodSeconds: Math.max(1, gracePeriod) } : {}),
    });
    const where = item.resource.namespaced ? ` from ${item.namespace} namespace` : '';
    out(session, `${displayKind(item.resource)} "${item.name}" deleted${where}`);
    if (!(await poll(session, timeout === 0 ? GIVE_UP_MS : timeout, () => isGone(session, item, ''))))
      throw new CommandError('timed out waiting for the condition');
  } catch (error) {
    if (!(error instanceof ApiError && error.reason === 'NotFound')) throw error;
  }
}
