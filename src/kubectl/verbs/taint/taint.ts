import type { JsonValue } from '../../../api/scalars.ts';
import type { Node, Taint } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { bool, text } from '../../parse/flags.ts';
import { type Found, eachObject } from '../../parse/select.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, patchObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { writeFlags, type WriteFlags, dryRunOf, report, writeOptions } from '../write.ts';
import { type TaintChange, parseTaints } from './parse.ts';

export const taintVerb = defineVerb({
  name: 'taint',
  summary: 'Update the taints on one or more nodes',
  usage: 'NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N',
  args: { of: 'objects', types: ['node'] },
  flags: {
    ...writeFlags('kubectl-taint'),
    selector: text('', 'l'),
    all: bool(),
    overwrite: bool(),
    validate: text('strict', '', 'strict'),
  },
  async run(session, { args, flags }) {
    const isTaint = (arg: string) => arg.includes('=') || arg.includes(':') || arg.endsWith('-');
    if (args.length === 0) throw new CommandError('one or more resources must be specified as <resource> <name>');
    const at = args.findIndex((arg, i) => i > 0 && isTaint(arg));
    if (at < 0) throw new CommandError('at least one taint update is required');
    const change = parseTaints(args.slice(at));
    checkBoth(change);
    const type = args[0] ?? '';
    if ((await resolveType(session, type)).kind !== 'Node')
      throw new CommandError(`invalid resource type ${type}, only node types are supported`);
    if (at === 1 && !flags.all && flags.selector === '')
      throw new CommandError(`at least one resource name must be specified since 'all' parameter is not set`);
    if (flags.all && flags.selector !== '') throw new CommandError("setting 'all' parameter with a non empty selector is prohibited");
    await eachObject(session, args.slice(0, at), flags, (found) => taintOne(session, found, change, flags));
  },
});

function checkBoth({ added, removed }: TaintChange): void {
  const both = added.filter(({ key, effect }) => removed.some((one) => one.key === key && (one.effect === '' || one.effect === effect)));
  if (both.length > 0) {
    const shown = both.map(({ key, effect }) => `${key}=${effect}`).join(', ');
    throw new CommandError(`can not both modify and remove the following taint(s) in the same command: ${shown}`);
  }
}

async function taintOne(
  session: Session,
  found: Found,
  change: TaintChange,
  flags: WriteFlags & { readonly overwrite: boolean },
): Promise<void> {
  const now = (found.object as Node).spec?.taints ?? [];
  checkPresence(now, change);
  if (!flags.overwrite) checkOverwrite(now, change, found.name);
  const isRemoved = (taint: Taint) =>
    change.removed.some(({ key, effect }) => taint.key === key && (effect === '' || effect === taint.effect));
  const isReplaced = (taint: Taint) => change.added.some(({ key, effect }) => taint.key === key && taint.effect === effect);
  const taints = [...change.added, ...now.filter((taint) => !isReplaced(taint) && !isRemoved(taint))];
  const body = { spec: { taints: taints.length === 0 ? null : taints } } as unknown as JsonValue;
  const options = writeOptions(session, flags, 'kubectl-taint');
  const object =
    dryRunOf(session, flags) === 'client' ? found.object : await patchObject(session, found, { patchType: 'strategic', body, options });
  report(
    session,
    dryRunOf(session, flags) === 'client' ? { ...flags, dryRun: 'none' } : flags,
    found.resource,
    object,
    outcome(now, change),
  );
}

function outcome(now: readonly Taint[], { added, removed }: TaintChange): string {
  const isKnown = ({ key, effect }: Taint) => now.some((taint) => taint.key === key && taint.effect === effect);
  if (removed.length === 0) return added.some(isKnown) ? 'modified' : 'tainted';
  return added.length === 0 ? 'untainted' : 'modified';
}

function checkPresence(now: readonly Taint[], { removed }: TaintChange): void {
  for (const { key, effect } of removed) {
    const found = now.some((taint) => taint.key === key && (effect === '' || effect === taint.effect));
    if (!found) throw new CommandError(`taint ${JSON.stringify(effect === '' ? key : `${key}:${effect}`)} not found`);
  }
}

function checkOverwrite(now: readonly Taint[], { added }: TaintChange, node: string): void {
  const taken = added.filter(({ key, effect }) => now.some((taint) => taint.key === key && taint.effect === effect)).map(({ key }) => key);
  if (taken.length > 0)
    throw new CommandError(`node ${node} already has ${taken.join(', ')} taint(s) with same effect(s) and --overwrite is false`);
}
