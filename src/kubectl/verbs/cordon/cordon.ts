import type { Node } from '../../../api/types.gen.ts';
import { NODE } from '../../../api/resources.ts';
import { CommandError } from '../../errors.ts';
import { text } from '../../parse/flags.ts';
import { type Found, eachObject } from '../../parse/select.ts';
import { type Session, out, patchObject } from '../../session.ts';
import { type VerbDefinition, defineVerb } from '../../verb.ts';
import { type DryRun, dryRunOf, dryRunSuffix } from '../write.ts';

export const cordonVerb = switchVerb('cordon', 'Mark node as unschedulable', true);
export const uncordonVerb = switchVerb('uncordon', 'Mark node as schedulable', false);

function switchVerb(name: string, summary: string, unschedulable: boolean): VerbDefinition {
  return defineVerb({
    name,
    summary,
    usage: 'NODE',
    args: { of: 'names', resource: 'nodes' },
    flags: { selector: text('', 'l'), dryRun: text('none', '', 'unchanged') },
    async run(session, { args, flags }) {
      const dryRun = dryRunOf(session, flags);
      await eachNode(session, args, flags.selector, name, (node) => setUnschedulable(session, node, unschedulable, dryRun));
    },
  });
}

export async function eachNode(
  session: Session,
  names: readonly string[],
  selector: string,
  verb: string,
  act: (node: Found) => Promise<void>,
): Promise<void> {
  if (names.length === 0 && selector === '')
    throw new CommandError(`USAGE: ${verb} NODE [flags]\nSee 'kubectl ${verb} -h' for help and examples`);
  const bare = names.map((name) => name.replace(/^(nodes?|no)\//, ''));
  await eachObject(session, [NODE.resource, ...bare], { selector }, act);
}

/** Says what it did even when there was nothing to do. */
export async function setUnschedulable(session: Session, found: Found, unschedulable: boolean, dryRun: DryRun): Promise<void> {
  const done = unschedulable ? 'cordoned' : 'uncordoned';
  const { spec } = found.object as Node;
  if ((spec?.unschedulable === true) === unschedulable) return out(session, `node/${found.name} already ${done}`);
  const body = { spec: { unschedulable: unschedulable ? true : null } };
  if (dryRun !== 'client')
    await patchObject(session, found, {
      patchType: 'strategic',
      body,
      options: { fieldManager: 'kubectl-cordon', ...(dryRun === 'server' ? { dryRun: true } : {}) },
    });
  out(session, `node/${found.name} ${done}${dryRunSuffix(dryRun)}`);
}
