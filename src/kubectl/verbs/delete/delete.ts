import { ApiError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import type { DeleteOptions, Status } from '../../../api/types.gen.ts';
import { CommandError, isFailure, throwCollected, withSource } from '../../errors.ts';
import { hasFiles } from '../../parse/documents.ts';
import { type FlagSpecs, type FlagValues, bool, duration, int, text } from '../../parse/flags.ts';
import { type Candidate, SELECT_FLAGS, findTargets } from '../../parse/select.ts';
import { displayKind, displayName } from '../../parse/types.ts';
import { type Session, type Target, deleteObject, err, out } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { isGone, poll } from '../../waiting.ts';
import { sendRawFile } from '../raw-body.ts';
import { dryRunOf, dryRunSuffix } from '../write.ts';

const FLAGS = {
  ...SELECT_FLAGS,
  cascade: text('background', '', 'background'),
  gracePeriod: int(-1),
  now: bool(),
  force: bool(),
  wait: bool('', true),
  timeout: duration(),
  ignoreNotFound: bool(),
  dryRun: text('none', '', 'unchanged'),
  output: text('', 'o'),
  interactive: bool('i'),
  raw: text(),
} satisfies FlagSpecs;
type Flags = FlagValues<typeof FLAGS>;

const IMMEDIATE =
  'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. ' +
  'The resource may continue to run on the cluster indefinitely.';
const NO_END_MS = 168 * 3_600_000;

export const deleteVerb = defineVerb({
  name: 'delete',
  summary: 'Delete resources by file names, stdin, resources and names, or by resources and label selector',
  usage: '([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])',
  args: { of: 'objects' },
  flags: FLAGS,
  async run(session, { args, flags, given }) {
    if (flags.raw !== '') return deleteRaw(session, args, flags);
    if (flags.output !== '' && flags.output !== 'name')
      throw new CommandError(`unexpected -o output mode: ${flags.output}. We only support '-o name'`);
    if (flags.all && flags.selector !== '') throw new CommandError("setting 'all' parameter but found a non empty selector. ");
    if (args.length === 0 && !hasFiles(flags) && (flags.all || flags.selector !== ''))
      throw new CommandError('at least one resource must be specified to use a selector');
    const options = deleteOptions(flags);
    if (isForced(flags)) err(session, IMMEDIATE);
    const errors: unknown[] = [];
    const chosen = flags.all || flags.selector !== '' || flags.fieldSelector !== '';
    const targets = await findTargets(session, args, flags, errors);
    if (flags.interactive && targets.length > 0 && !confirmed(session, targets)) return out(session, 'deletion is cancelled');
    const waiting: Gone[] = [];
    for (const target of targets) {
      await attempt(errors, flags.ignoreNotFound || (flags.all && !given.has('ignoreNotFound')), async () => {
        const gone = await deleteOne(session, target, flags, options);
        if (gone !== undefined) waiting.push(gone);
      });
    }
    if (targets.length === 0 && errors.length === 0 && chosen) out(session, 'No resources found');
    if (flags.wait && dryRunOf(session, flags) === 'none') await waitUntilGone(session, waiting, flags.timeout, errors);
    throwCollected(errors);
  },
});

async function deleteRaw(session: Session, args: readonly string[], flags: Flags): Promise<void> {
  if (args.length > 0) throw new CommandError('--raw and arguments may not be specified together');
  if (flags.all || flags.selector !== '' || flags.fieldSelector !== '')
    throw new CommandError('--raw may not be specified with other flags that filter the server request or alter the output');
  await sendRawFile(session, 'DELETE', flags.raw, flags);
}

/** The answer is the first line of standard input. */
function confirmed(session: Session, targets: readonly Candidate[]): boolean {
  out(session, `You are about to delete the following ${targets.length} resource(s):`);
  for (const { resource, name } of targets) out(session, displayName(resource, name));
  session.stdout.push('Do you want to continue? (y/N): ');
  const [answer = ''] = session.io.stdin.split('\n');
  return answer.trim().toLowerCase() === 'y';
}

function deleteOptions(flags: Flags): DeleteOptions {
  if (flags.now && flags.gracePeriod >= 0) throw new CommandError('--now and --grace-period cannot be specified together');
  const grace = graceSeconds(flags);
  return { propagationPolicy: propagation(flags.cascade), ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}) };
}

/** Nothing but `--force` may skip the grace period: without it 0 means 1. Below 0 the object's own counts. */
function graceSeconds({ now, gracePeriod, force }: Flags): number {
  if (now) return 1;
  if (force) return Math.max(0, gracePeriod);
  return gracePeriod === 0 ? 1 : gracePeriod;
}

function isForced(flags: Flags): boolean {
  return flags.force && graceSeconds(flags) === 0;
}

export function propagation(cascade: string): 'Background' | 'Orphan' | 'Foreground' {
  switch (cascade) {
    case 'background':
      return 'Background';
    case 'orphan':
      return 'Orphan';
    case 'foreground':
      return 'Foreground';
    default:
      throw new CommandError(`invalid cascade value (${cascade}). Must be "background", "foreground", or "orphan"`);
  }
}

interface Gone {
  readonly target: Target;
  readonly uid: string;
}

async function deleteOne(session: Session, target: Candidate, flags: Flags, body: DeleteOptions): Promise<Gone | undefined> {
  const dryRun = dryRunOf(session, flags);
  try {
    const object =
      dryRun === 'client' ? undefined : await deleteObject(session, target, dryRun === 'server' ? { ...body, dryRun: ['All'] } : body);
    report(session, target, flags, dryRunSuffix(dryRun));
    return { target, uid: (object === undefined ? undefined : uidOf(object)) ?? target.object?.metadata.uid ?? '' };
  } catch (error) {
    throw withSource(error, 'deleting', target.source);
  }
}

/** The server answers with the object, or with a Status that tells the uid. */
function uidOf(answer: KubeObject | Status): string | undefined {
  return isStatus(answer) ? answer.details?.uid : answer.metadata.uid;
}

function isStatus(answer: KubeObject | Status): answer is Status {
  return answer.kind === 'Status';
}

function report(session: Session, { resource, name, namespace }: Target, flags: Flags, suffix: string): void {
  if (flags.output === 'name') return out(session, displayName(resource, name));
  const where = resource.namespaced && namespace !== '' ? ` from ${namespace} namespace` : '';
  const how = isForced(flags) ? 'force deleted' : 'deleted';
  out(session, `${displayKind(resource)} "${name}" ${how}${where}${suffix}`);
}

async function waitUntilGone(session: Session, waiting: readonly Gone[], timeoutMs: number, errors: unknown[]): Promise<void> {
  const until = session.port.now() + (timeoutMs === 0 ? NO_END_MS : timeoutMs);
  for (const { target, uid } of waiting) {
    const gone = await poll(session, until - session.port.now(), () => isGone(session, target, uid));
    if (!gone) errors.push(new CommandError(`timed out waiting for the condition on ${target.resource.resource}/${target.name}`));
  }
}

async function attempt(errors: unknown[], ignoreNotFound: boolean, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isFailure(error)) throw error;
    if (!(ignoreNotFound && error instanceof ApiError && error.reason === 'NotFound')) errors.push(error);
  }
}
