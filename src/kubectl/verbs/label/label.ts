import { labelKey, labelValue } from '../../../api/names.ts';
import { CommandError, helpError } from '../../errors.ts';
import { bool, text } from '../../parse/flags.ts';
import { splitPairs } from '../../parse/arguments.ts';
import { type Found, SELECT_FLAGS, eachObject } from '../../parse/select.ts';
import { type Session, out, patchObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { WRITE_FLAGS, type WriteFlags, dryRunOf, report, writeOptions } from '../write.ts';
import { type PairChange, isUnchanged, listPairs, mergeBody, readPairs } from '../pairs.ts';

export const labelVerb = defineVerb({
  name: 'label',
  summary: 'Update the labels on a resource',
  usage: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  flags: { ...SELECT_FLAGS, ...WRITE_FLAGS, overwrite: bool(), list: bool(), resourceVersion: text() },
  async run(session, { args, flags }) {
    const { resources, pairs } = splitPairs(args);
    if (resources.length === 0 && flags.filename.length === 0)
      throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    if (pairs.length === 0 && !flags.list) throw helpError('kubectl label', 'at least one label update is required');
    const change = readPairs(pairs, 'label');
    checkLabels(change);
    const listed: Found[] = [];
    await eachObject(session, resources, flags, async (found) => {
      if (flags.list) listed.push(found);
      else await labelOne(session, found, change, flags);
    });
    listPairs(session, 'labels', listed);
  },
});

async function labelOne(
  session: Session,
  found: Found,
  change: PairChange,
  flags: WriteFlags & { readonly overwrite: boolean },
): Promise<void> {
  const labels = found.object.metadata.labels ?? {};
  if (!flags.overwrite) checkOverwrite(labels, change);
  for (const key of change.removed) if (!Object.hasOwn(labels, key)) out(session, `label ${JSON.stringify(key)} not found.`);
  if (isUnchanged(labels, change)) return report(session, flags, found.resource, found.object, 'not labeled');
  const options = writeOptions(session, flags, 'kubectl-label');
  const body = mergeBody('labels', change);
  const object =
    dryRunOf(session, flags) === 'client' ? found.object : await patchObject(session, found, { patchType: 'merge', body, options });
  report(session, flags, found.resource, object, outcome(labels, change));
}

function outcome(labels: { readonly [key: string]: string }, { set, removed }: PairChange): string {
  const removes = removed.some((key) => Object.hasOwn(labels, key));
  if (!removes) return 'labeled';
  return Object.keys(set).length === 0 ? 'unlabeled' : 'modified';
}

function checkOverwrite(labels: { readonly [key: string]: string }, { set }: PairChange): void {
  const taken = Object.entries(set).filter(([key, value]) => Object.hasOwn(labels, key) && labels[key] !== value);
  const texts = taken.map(([key]) => `'${key}' already has a value (${labels[key]}), and --overwrite is false`);
  if (texts.length > 0) throw new CommandError(texts.length === 1 ? (texts[0] ?? '') : `[${texts.join(', ')}]`);
}

function checkLabels({ set }: PairChange): void {
  for (const [key, value] of Object.entries(set)) {
    const [wrongKey] = labelKey(key);
    if (wrongKey !== undefined) throw new CommandError(`invalid label key ${JSON.stringify(`${key}=${value}`)}: ${wrongKey}`);
    const wrong = labelValue(value);
    if (wrong.length > 0) throw new CommandError(`invalid label value: ${JSON.stringify(`${key}=${value}`)}: ${wrong.join('; ')}`);
  }
}
