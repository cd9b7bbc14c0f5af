import { groupResource } from '../../../api/object.ts';
import { formatTime } from '../../../api/time.ts';
import type { Deployment, PodTemplateSpec } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { FILE_FLAGS } from '../../parse/documents.ts';
import { bool, duration, int, text } from '../../parse/flags.ts';
import type { Found } from '../../parse/select.ts';
import { PRINT_FLAGS } from '../../printer/output.ts';
import { type Session, getObject, out, patchObject } from '../../session.ts';
import { type VerbDefinition, defineVerb } from '../../verb.ts';
import { verbOfSubcommands } from '../subcommands.ts';
import { report, writeOptions } from '../write.ts';
import { revisionOf } from '../../revisions/history.ts';
import { type ControlledSet, controlledSet } from './controlled.ts';
import { history } from './history.ts';
import { rolloutStatus } from './status-text.ts';
import { eachRollout } from './targets.ts';
import { undo } from './undo.ts';

const POLL_MS = 50;
/** What has not changed for so long is looked at ever more rarely. */
const PATIENCE_MS = 120_000;
const SLOWEST_POLL_MS = 3_600_000;
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
    if (flags.revision < 0) throw new CommandError(`revision must be a positive integer: ${flags.revision}`);
    await eachRollout(session, args, flags, (found) => followStatus(session, found, flags));
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
  let pauseMs = POLL_MS;
  let changedAt = session.port.now();
  for (;;) {
    const object = await getObject(session, found);
    if (object.metadata.resourceVersion !== seen) {
      seen = object.metadata.resourceVersion ?? '';
      pauseMs = POLL_MS;
      changedAt = session.port.now();
      const { message, done } = rolloutStatus(checked({ ...found, object }, revision));
      out(session, message);
      if (done || !watch) return;
    }
    const leftMs = until - session.port.now();
    if (leftMs <= 0) throw new CommandError('timed out waiting for the condition');
    if (session.port.now() - changedAt > PATIENCE_MS) pauseMs = Math.min(pauseMs * 2, SLOWEST_POLL_MS);
    await session.port.sleep(Math.min(pauseMs, leftMs));
  }
}

function checked(found: Found, wanted: number): Deployment | ControlledSet {
  const set = controlledSet(found);
  if (set !== undefined) return set;
  if (found.object.kind !== 'Deployment') throw new CommandError(`no status viewer has been implemented for ${found.object.kind}`);
  const deployment = found.object as Deployment;
  const running = revisionOf(deployment);
  if (wanted > 0 && running !== wanted)
    throw new CommandError(`desired revision (${wanted}) is different from the running revision (${running})`);
  return deployment;
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
      await eachRollout(session, args, flags, async (found) => {
        if (found.resource.kind !== 'Deployment') throw unsupported(found, paused ? 'pausing' : 'resuming');
        const { spec } = found.object as Deployment;
        if ((spec?.paused === true) === paused)
          throw new CommandError(`${subjectOf(found)} is ${paused ? 'already paused' : 'not paused'}`);
        const body = { spec: { paused: paused ? true : null } };
        await patchObject(session, found, { patchType: 'strategic', body, options: writeOptions(session, flags, MANAGER) });
        report(session, flags, found.resource, found.object, done);
      });
    },
  });
}

function subjectOf({ resource, name }: Found): string {
  return `${groupResource(resource)} ${JSON.stringify(name)}`;
}

function unsupported(found: Found, doing: string): CommandError {
  return new CommandError(`${subjectOf(found)} ${doing} is not supported`);
}

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
const RESTARTABLE = ['Deployment', 'DaemonSet', 'StatefulSet'];

interface Templated {
  readonly spec?: { readonly paused?: boolean; readonly template?: PodTemplateSpec };
}

const restart = defineVerb({
  name: 'restart',
  summary: 'Restart a resource',
  usage: 'RESOURCE',
  args: { of: 'objects', types: ['deployment', 'daemonset', 'statefulset'], once: true },
  flags: CHANGE_FLAGS,
  async run(session, { args, flags }) {
    await eachRollout(session, args, flags, async (found) => {
      if (!RESTARTABLE.includes(found.resource.kind)) throw unsupported(found, 'restarting');
      const { spec } = found.object as Templated;
      if (spec?.paused === true) throw new CommandError(`${subjectOf(found)} can't restart paused deployment (run rollout resume first)`);
      const restartedAt = formatTime(session.port.now());
      if (spec?.template?.metadata?.annotations?.[RESTARTED_AT] === restartedAt)
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
