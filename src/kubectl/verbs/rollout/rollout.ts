import type { Deployment, ReplicaSet } from '../../../api/types.gen.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { formatTime } from '../../../api/time.ts';
import { groupResource } from '../../../api/object.ts';
import { podTemplateText } from '../../describe/pod-template.ts';
import { CommandError } from '../../errors.ts';
import { bool, duration, int, text } from '../../parse/flags.ts';
import { FILE_FLAGS } from '../../parse/documents.ts';
import { PRINT_FLAGS } from '../../printer/output.ts';
import { type Found, eachObject } from '../../parse/select.ts';
import { displayName } from '../../parse/types.ts';
import { DESCRIBE_STYLE, alignRows } from '../../printer/table.ts';
import { type Session, getObject, out, patchObject, warn } from '../../session.ts';
import { type VerbDefinition, defineVerb } from '../../verb.ts';
import { LAST_APPLIED } from '../apply/apply-item.ts';
import { verbOfSubcommands } from '../subcommands.ts';
import { WRITE_FLAGS, type WriteFlags, dryRunOf, report, writeOptions } from '../write.ts';
import { REVISION, replicaSetsOf, revisionOf, rollbackTarget } from '../../revisions/history.ts';
import { type RevisionRow, controlledSet, revisionRows, revisionTemplate, undoSet } from './controlled.ts';
import { rolloutStatus } from './status-text.ts';
import { equalIgnoring, withoutHash } from '../../revisions/template.ts';

const POLL_MS = 50;
const NO_END_MS = 168 * 3_600_000;
const MANAGER = 'kubectl-rollout';
/** Of the subcommands that change the object without a trial run. */
const CHANGE_FLAGS = { ...FILE_FLAGS, ...PRINT_FLAGS, selector: text('', 'l'), fieldManager: text(MANAGER) };

const status = defineVerb({
  name: 'status',
  summary: 'Show the status of the rollout',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  args: { of: 'objects', types: ['deployment', 'daemonset', 'statefulset'], once: true },
  flags: { ...FILE_FLAGS, selector: text('', 'l'), watch: bool('w', true), revision: int(0), timeout: duration() },
  async run(session, { args, flags }) {
    await eachObject(session, args, flags, (found) => followStatus(session, found, flags));
  },
});

interface StatusFlags {
  readonly watch: boolean;
  readonly revision: number;
  readonly timeout: number;
}

/** Prints a line for every version of the object that it sees, until the rollout is done. */
async function followStatus(session: Session, found: Found, { watch, revision, timeout }: StatusFlags): Promise<void> {
  const until = session.port.now() + (timeout === 0 ? NO_END_MS : timeout);
  let seen = '';
  for (;;) {
    const current = { ...found, object: await getObject(session, found) };
    const workload = controlledSet(current) ?? asDeployment(current);
    if (workload.kind === 'Deployment' && revision > 0 && revisionOf(workload) !== revision)
      throw new CommandError(`desired revision (${revision}) is different from the running revision (${revisionOf(workload)})`);
    if (workload.metadata.resourceVersion !== seen) {
      seen = workload.metadata.resourceVersion ?? '';
      const { message, done } = rolloutStatus(workload);
      out(session, message);
      if (done || !watch) return;
    }
    const leftMs = until - session.port.now();
    if (leftMs <= 0) throw new CommandError('timed out waiting for the condition');
    await session.port.sleep(Math.min(POLL_MS, leftMs));
  }
}

const history = defineVerb({
  name: 'history',
  summary: 'View rollout history',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  args: { of: 'objects', types: ['deployment', 'daemonset', 'statefulset'], once: true },
  flags: { ...FILE_FLAGS, ...PRINT_FLAGS, selector: text('', 'l'), revision: int(0) },
  async run(session, { args, flags }) {
    await eachObject(session, args, flags, async (found) => {
      const name = displayName(found.resource, found.name);
      if (flags.revision === 0) out(session, `${name} \n${historyTable(await historyOf(session, found))}`);
      else out(session, `${name} with revision #${flags.revision}\n${await detailsOf(session, found, flags.revision)}`);
    });
  },
});

async function historyOf(session: Session, found: Found): Promise<readonly RevisionRow[]> {
  const set = controlledSet(found);
  if (set !== undefined) return revisionRows(session, set);
  const sets = await replicaSetsOf(session, asDeployment(found));
  return sets.map((each) => ({ revision: revisionOf(each), cause: each.metadata.annotations?.['kubernetes.io/change-cause'] }));
}

async function detailsOf(session: Session, found: Found, revision: number): Promise<string> {
  const set = controlledSet(found);
  if (set !== undefined) return revisionTemplate(session, set, revision);
  return revisionText(await replicaSetsOf(session, asDeployment(found)), revision);
}

function historyTable(history: readonly RevisionRow[]): string {
  if (history.length === 0) return 'No rollout history found.';
  const rows = history.toSorted((a, b) => a.revision - b.revision).map(({ revision, cause }) => [String(revision), cause || '<none>']);
  return alignRows([['REVISION', 'CHANGE-CAUSE'], ...rows], DESCRIBE_STYLE);
}

function revisionText(sets: readonly ReplicaSet[], revision: number): string {
  const found = sets.find((set) => revisionOf(set) === revision);
  if (found === undefined) throw new CommandError('unable to find the specified revision');
  const cause = found.metadata.annotations?.['kubernetes.io/change-cause'];
  const template = found.spec?.template ?? {};
  const annotations = { ...template.metadata?.annotations, ...(cause === undefined ? {} : { 'kubernetes.io/change-cause': cause }) };
  const shown = Object.keys(annotations).length === 0 ? template : { ...template, metadata: { ...template.metadata, annotations } };
  return podTemplateText(shown);
}

const undo = defineVerb({
  name: 'undo',
  summary: 'Undo a previous rollout',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  args: { of: 'objects', types: ['deployment', 'daemonset', 'statefulset'], once: true },
  flags: { ...FILE_FLAGS, ...WRITE_FLAGS, selector: text('', 'l'), toRevision: int(0) },
  async run(session, { args, flags }) {
    await eachObject(session, args, flags, async (found) => {
      warnOfApply(session, found);
      const done = await rollBack(session, found, flags);
      report(session, flags, found.resource, found.object, done);
    });
  },
});

function warnOfApply(session: Session, { resource, name, object }: Found): void {
  if (object.metadata.annotations?.[LAST_APPLIED] === undefined) return;
  const consequence = `Rolling back will not update the ${LAST_APPLIED} annotation, which may cause unexpected behavior on future 'kubectl apply' operations.`;
  const advice = "Consider using 'kubectl apply' with your previous configuration file instead.";
  warn(session, `resource ${resource.resource}/${name} was previously managed with 'kubectl apply'. ${consequence} ${advice}`);
}

async function rollBack(session: Session, found: Found, flags: WriteFlags & { readonly toRevision: number }): Promise<string> {
  const set = controlledSet(found);
  if (set !== undefined) return undoSet(session, found, set, flags, MANAGER);
  const deployment = asDeployment(found);
  if (flags.toRevision < 0) throw new CommandError(`unable to find specified revision ${flags.toRevision} in history`);
  const target = rollbackTarget(deployment, await replicaSetsOf(session, deployment), flags.toRevision);
  if (deployment.spec?.paused === true)
    throw new CommandError("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again");
  if (equalIgnoring(target.spec?.template, deployment.spec?.template))
    return `skipped rollback (current template already matches revision ${flags.toRevision})`;
  const body = [
    { op: 'replace', path: '/spec/template', value: withoutHash(target.spec?.template) },
    { op: 'replace', path: '/metadata/annotations', value: annotationsAfter(deployment, target) },
  ];
  if (dryRunOf(session, flags) !== 'client')
    await patchObject(session, found, {
      patchType: 'json',
      body: body as unknown as JsonValue,
      options: writeOptions(session, flags, MANAGER),
    });
  return 'rolled back';
}

const OWN_ANNOTATIONS = [
  LAST_APPLIED,
  REVISION,
  'deployment.kubernetes.io/revision-history',
  'deployment.kubernetes.io/desired-replicas',
  'deployment.kubernetes.io/max-replicas',
  'deprecated.deployment.rollback.to',
];

/** The Deployment keeps its own bookkeeping; the rest comes back from the ReplicaSet. */
function annotationsAfter(deployment: Deployment, target: ReplicaSet): { readonly [key: string]: string } {
  const isOwn = ([key]: readonly [string, string]) => OWN_ANNOTATIONS.includes(key);
  const kept = Object.entries(deployment.metadata.annotations ?? {}).filter(isOwn);
  const back = Object.entries(target.metadata.annotations ?? {}).filter((entry) => !isOwn(entry));
  return Object.fromEntries([...kept, ...back]);
}

const pause = switchVerb('pause', 'paused', true);
const resume = switchVerb('resume', 'resumed', false);

function switchVerb(name: string, done: string, paused: boolean): VerbDefinition {
  return defineVerb({
    name,
    summary: paused ? 'Mark the provided resource as paused' : 'Resume a paused resource',
    usage: 'RESOURCE',
    args: { of: 'objects', types: ['deployment'], once: true },
    flags: CHANGE_FLAGS,
    async run(session, { args, flags }) {
      await eachObject(session, args, flags, async (found) => {
        const { spec } = asDeployment(found);
        const subject = `${groupResource(found.resource)} ${JSON.stringify(found.name)}`;
        if ((spec?.paused === true) === paused) throw new CommandError(`${subject} is ${paused ? 'already paused' : 'not paused'}`);
        const body = { spec: { paused: paused ? true : null } };
        await patchObject(session, found, { patchType: 'strategic', body, options: writeOptions(session, flags, MANAGER) });
        report(session, flags, found.resource, found.object, done);
      });
    },
  });
}

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

const restart = defineVerb({
  name: 'restart',
  summary: 'Restart a resource',
  usage: 'RESOURCE',
  args: { of: 'objects', types: ['deployment', 'daemonset', 'statefulset'], once: true },
  flags: CHANGE_FLAGS,
  async run(session, { args, flags }) {
    await eachObject(session, args, flags, async (found) => {
      const workload = controlledSet(found) ?? asDeployment(found);
      const subject = `${groupResource(found.resource)} ${JSON.stringify(found.name)}`;
      if (workload.kind === 'Deployment' && workload.spec?.paused === true)
        throw new CommandError(`${subject} can't restart paused deployment (run rollout resume first)`);
      const restartedAt = formatTime(session.port.now());
      if (workload.spec?.template?.metadata?.annotations?.[RESTARTED_AT] === restartedAt)
        throw new CommandError(
          `failed to create patch for ${found.name}: if restart has already been triggered within the past second, please wait before attempting to trigger another`,
        );
      const body = { spec: { template: { metadata: { annotations: { [RESTARTED_AT]: restartedAt } } } } };
      await patchObject(session, found, { patchType: 'strategic', body, options: writeOptions(session, flags, MANAGER) });
      report(session, flags, found.resource, found.object, 'restarted');
    });
  },
});

export const rolloutVerb = verbOfSubcommands({
  path: 'rollout',
  summary: 'Manage the rollout of a resource',
  usage: 'SUBCOMMAND',
  subcommands: [history, pause, restart, resume, status, undo],
  alone: 'answer on mistake',
});

function asDeployment({ object, resource }: Found): Deployment {
  if (resource.kind !== 'Deployment')
    throw new CommandError(
      `no ${MANAGER.slice(8)} support for ${groupResource(resource)}: ${JSON.stringify(resource.kind)} is not supported`,
    );
  return object as Deployment;
}
