import { type KubeObject, groupResource, groupVersionOf } from '../../../api/object.ts';
import type { Deployment, PodTemplateSpec, ReplicaSet } from '../../../api/types.gen.ts';
import { podTemplateText } from '../../describe/pod-template.ts';
import { CommandError } from '../../errors.ts';
import { FILE_FLAGS } from '../../parse/documents.ts';
import { int, text } from '../../parse/flags.ts';
import type { Found } from '../../parse/select.ts';
import { displayName, resolveType } from '../../parse/types.ts';
import { PRINT_FLAGS, outputOf, printResult } from '../../printer/output.ts';
import { DESCRIBE_STYLE, alignRows } from '../../printer/table.ts';
import { replicaSetsOf, revisionOf } from '../../revisions/history.ts';
import { type Session, out } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { controlledSet, revisionsOf, templateOf } from './controlled.ts';
import { eachRollout } from './targets.ts';

export const history = defineVerb({
  name: 'history',
  summary: 'View rollout history',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  args: { of: 'objects', types: ['deployment', 'daemonset', 'statefulset'], once: true },
  flags: { ...FILE_FLAGS, ...PRINT_FLAGS, selector: text('', 'l'), revision: int(0) },
  async run(session, { args, flags }) {
    const { revision } = flags;
    if (revision < 0) throw new CommandError(`revision must be a positive integer: ${revision}`);
    const format = outputOf(session, flags);
    await eachRollout(session, args, flags, async (found) => {
      const entries = await entriesOf(session, found);
      if (format.type !== 'human') {
        const entry = revision === 0 ? entries.at(-1) : entries.find((one) => one.revision === revision);
        if (entry === undefined) throw new CommandError('unable to find the specified revision');
        const resource = await resolveType(session, groupResource(kindOf(entry.object)));
        return printResult(session, resource, entry.object, format, '', flags.showManagedFields);
      }
      const name = displayName(found.resource, found.name);
      const shown =
        entries.length === 0 ? 'No rollout history found.' : revision === 0 ? tableOf(entries) : templateText(entries, revision);
      out(session, `${name} ${revision === 0 ? '' : `with revision #${revision}`}\n${shown}`);
    });
  },
});

interface Entry {
  readonly revision: number;
  readonly cause: string | undefined;
  readonly template: PodTemplateSpec;
  /** What keeps the revision. */
  readonly object: KubeObject;
}

const CAUSE = 'kubernetes.io/change-cause';

/** The revisions of a workload, the oldest first. */
async function entriesOf(session: Session, found: Found): Promise<readonly Entry[]> {
  const { object, resource } = found;
  if (resource.kind === 'Deployment') {
    const sets = await replicaSetsOf(session, object as Deployment);
    return sets.map(setEntry).toSorted((a, b) => a.revision - b.revision);
  }
  const set = controlledSet(found);
  if (set === undefined) throw new CommandError(`no history viewer has been implemented for ${JSON.stringify(resource.kind)}`);
  const revisions = (await revisionsOf(session, set)).toSorted((a, b) => a.revision - b.revision);
  return revisions.map((revision) => ({
    revision: revision.revision,
    cause: revision.metadata.annotations?.[CAUSE],
    template: templateOf(revision),
    object: revision,
  }));
}

function setEntry(set: ReplicaSet): Entry {
  return { revision: revisionOf(set), cause: set.metadata.annotations?.[CAUSE], template: set.spec?.template ?? {}, object: set };
}

function kindOf({ apiVersion, kind }: KubeObject): { readonly group: string; readonly resource: string } {
  return { group: groupVersionOf(apiVersion).group, resource: kind.toLowerCase() };
}

function tableOf(entries: readonly Entry[]): string {
  const rows = entries.map(({ revision, cause }) => [String(revision), cause === undefined || cause === '' ? '<none>' : cause]);
  return alignRows([['REVISION', 'CHANGE-CAUSE'], ...rows], DESCRIBE_STYLE);
}

function templateText(entries: readonly Entry[], revision: number): string {
  const found = entries.find((entry) => entry.revision === revision);
  if (found === undefined) throw new CommandError('unable to find the specified revision');
  const { template, object } = found;
  // Only Deployments tell the cause among the annotations.
  const cause = object.kind === 'ReplicaSet' ? found.cause : undefined;
  const annotations = { ...template.metadata?.annotations, ...(cause === undefined ? {} : { [CAUSE]: cause }) };
  const shown = Object.keys(annotations).length === 0 ? template : { ...template, metadata: { ...template.metadata, annotations } };
  return podTemplateText(shown);
}
