import { CommandError, helpError } from '../../errors.ts';
import { bool, text } from '../../parse/flags.ts';
import { splitPairs } from '../../parse/arguments.ts';
import { type Found, SELECT_FLAGS, eachObject } from '../../parse/select.ts';
import { type Session, patchObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { WRITE_FLAGS, type WriteFlags, dryRunOf, report, writeOptions } from '../write.ts';
import { type PairChange, listPairs, mergeBody, readPairs } from '../pairs.ts';

const CHANGE_CAUSE = 'kubernetes.io/change-cause';

export const annotateVerb = defineVerb({
  name: 'annotate',
  summary: 'Update the annotations on a resource',
  usage: '[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version]',
  flags: { ...SELECT_FLAGS, ...WRITE_FLAGS, overwrite: bool(), list: bool(), resourceVersion: text() },
  async run(session, { args, flags }) {
    const { resources, pairs } = splitPairs(args);
    if (resources.length === 0 && flags.filename.length === 0)
      throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    if (pairs.length === 0 && !flags.list) throw helpError('kubectl annotate', 'at least one annotation update is required');
    const change = readPairs(pairs, 'annotation');
    const listed: Found[] = [];
    await eachObject(session, resources, flags, async (found) => {
      if (flags.list) listed.push(found);
      else await annotateOne(session, found, change, flags);
    });
    listPairs(session, 'annotations', listed);
  },
});

async function annotateOne(
  session: Session,
  found: Found,
  change: PairChange,
  flags: WriteFlags & { readonly overwrite: boolean },
): Promise<void> {
  const annotations = found.object.metadata.annotations ?? {};
  if (!flags.overwrite) checkOverwrite(annotations, change);
  const options = writeOptions(session, flags, 'kubectl-annotate');
  const body = mergeBody('annotations', change);
  const object =
    dryRunOf(session, flags) === 'client' ? found.object : await patchObject(session, found, { patchType: 'merge', body, options });
  report(session, flags, found.resource, object, 'annotated');
}

/** The change cause may always be overwritten. */
function checkOverwrite(annotations: { readonly [key: string]: string }, { set }: PairChange): void {
  const taken = Object.keys(set).filter((key) => key !== CHANGE_CAUSE && Object.hasOwn(annotations, key));
  const texts = taken.map((key) => `'${key}' already has a value (${annotations[key]})`);
  if (texts.length > 0) throw new CommandError(`--overwrite is false but found the following declared annotation(s): ${texts.join('; ')}`);
}
