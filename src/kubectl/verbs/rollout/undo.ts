import type { Deployment, ReplicaSet } from '../../../api/types.gen.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { podTemplateText } from '../../describe/pod-template.ts';
import { CommandError } from '../../errors.ts';
import { FILE_FLAGS } from '../../parse/documents.ts';
import { int, text } from '../../parse/flags.ts';
import type { Found } from '../../parse/select.ts';
import { type PatchCall, type Session, patchObject, warn } from '../../session.ts';
import { REVISION, replicaSetsOf, rollbackTarget } from '../../revisions/history.ts';
import { equalIgnoring, withoutHash } from '../../revisions/template.ts';
import { defineVerb } from '../../verb.ts';
import { LAST_APPLIED } from '../apply/apply-item.ts';
import { WRITE_FLAGS, type WriteFlags, dryRunOf, report, writeOptions } from '../write.ts';
import { controlledSet, undoSet } from './controlled.ts';
import { eachRollout } from './targets.ts';

const MANAGER = 'kubectl-rollout';

export const undo = defineVerb({
  name: 'undo',
  summary: 'Undo a previous rollout',
  usage: '(TYPE NAME | TYPE/NAME) [flags]',
  args: { of: 'objects', types: ['deployment', 'daemonset', 'statefulset'], once: true },
  flags: { ...FILE_FLAGS, ...WRITE_FLAGS, selector: text('', 'l'), toRevision: int(0) },
  async run(session, { args, flags }) {
    await eachRollout(session, args, flags, async (found) => {
      warnOfApply(session, found);
      report(session, flags, found.resource, found.object, await rollBack(session, found, flags));
    });
  },
});

function warnOfApply(session: Session, { resource, name, object }: Found): void {
  if (object.metadata.annotations?.[LAST_APPLIED] === undefined) return;
  const consequence = `Rolling back will not update the ${LAST_APPLIED} annotation, which may cause unexpected behavior on future 'kubectl apply' operations.`;
  const advice = "Consider using 'kubectl apply' with your previous configuration file instead.";
  warn(session, `resource ${resource.resource}/${name} was previously managed with 'kubectl apply'. ${consequence} ${advice}`);
}

interface UndoFlags extends WriteFlags {
  readonly toRevision: number;
}

/** What was done; a client's dry run shows the template instead. */
async function rollBack(session: Session, found: Found, flags: UndoFlags): Promise<string> {
  const { kind } = found.resource;
  if (flags.toRevision < 0) throw unknownRevision(flags.toRevision);
  if (kind === 'Deployment') return rollBackDeployment(session, found, flags);
  const set = controlledSet(found);
  if (set !== undefined) return undoSet(session, found, set, flags, MANAGER);
  throw new CommandError(`no rollbacker has been implemented for ${JSON.stringify(kind)}`);
}

function unknownRevision(revision: number): CommandError {
  return new CommandError(`unable to find specified revision ${revision} in history`);
}

function skipped(revision: number): string {
  return `skipped rollback (current template already matches revision ${revision})`;
}

async function write(session: Session, found: Found, flags: UndoFlags, patch: Omit<PatchCall, 'options'>): Promise<string> {
  await patchObject(session, found, { ...patch, options: writeOptions(session, flags, MANAGER) });
  return 'rolled back';
}

async function rollBackDeployment(session: Session, found: Found, flags: UndoFlags): Promise<string> {
  const deployment = found.object as Deployment;
  const target = rollbackTarget(deployment, await replicaSetsOf(session, deployment), flags.toRevision);
  if (dryRunOf(session, flags) === 'client') return podTemplateText(target.spec?.template ?? {});
  if (deployment.spec?.paused === true)
    throw new CommandError("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again");
  if (equalIgnoring(target.spec?.template, deployment.spec?.template)) return skipped(flags.toRevision);
  const body = [
    { op: 'replace', path: '/spec/template', value: withoutHash(target.spec?.template) },
    { op: 'replace', path: '/metadata/annotations', value: annotationsAfter(deployment, target) },
  ];
  return write(session, found, flags, { patchType: 'json', body: body as unknown as JsonValue });
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
