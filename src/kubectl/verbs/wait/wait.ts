import { ApiError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import { CommandError, throwCollected } from '../../errors.ts';
import { array, bool, duration, list, withValues } from '../../parse/flags.ts';
import { type Candidate, SELECTOR_FLAGS, findTargets } from '../../parse/select.ts';
import { type OutputFormat, PRINT_FLAGS, outputOf, printResult } from '../../printer/output.ts';
import { type Session, discover, getObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { poll } from '../../waiting.ts';
import { type Condition, parseCondition } from './condition.ts';

const WEEK_MS = 7 * 24 * 3_600_000;

export const waitVerb = defineVerb({
  name: 'wait',
  summary: 'Wait for a specific condition on one or many resources',
  usage:
    "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
  args: { beyond: true, of: 'objects' },
  flags: {
    ...SELECTOR_FLAGS,
    ...PRINT_FLAGS,
    filename: list('f'),
    recursive: bool('R', true),
    all: bool(),
    allNamespaces: bool('A'),
    local: bool(),
    for: withValues(array(), ['condition=', 'create', 'delete', 'jsonpath=']),
    timeout: duration(30_000),
  },
  async run(session, { args, flags }) {
    const format = outputOf(session, flags);
    const conditions = flags.for.map(parseCondition);
    if (conditions.length === 0) throw new CommandError('unrecognized condition: []');
    // What time it is where the cluster is shows with its first answer.
    await discover(session);
    const patience = { until: session.port.now() + (flags.timeout < 0 ? WEEK_MS : flags.timeout), once: flags.timeout === 0 };
    const find = () => targetsOf(session, args, flags);
    if (conditions.some(({ type }) => type === 'create')) await waitUntilThere(session, find, patience);
    const deleting = conditions.some(({ type }) => type === 'delete');
    const targets = await find();
    if (targets.length === 0 && !deleting) throw new CommandError('no matching resources found');
    for (const target of targets) await waitForAll(session, target, conditions, { ...patience, deleting }, format);
  },
});

interface Patience {
  /** When to give up. */
  readonly until: number;
  /** Look once, and don't wait. */
  readonly once: boolean;
}

async function targetsOf(session: Session, ...[args, flags]: [readonly string[], Parameters<typeof findTargets>[2]]) {
  const errors: unknown[] = [];
  const targets = await findTargets(session, args, flags, errors);
  throwCollected(errors);
  return targets;
}

async function waitUntilThere(session: Session, find: () => Promise<readonly Candidate[]>, { until }: Patience): Promise<void> {
  const met = await poll(session, until - session.port.now(), async () => {
    const targets = await find();
    for (const target of targets) if ((await look(session, target)) === undefined) return false;
    return targets.length > 0;
  });
  if (!met) throw new CommandError('timed out waiting for the condition');
}

/** What is not there at first is no object to wait for, unless for its end, which then is no news. */
async function waitForAll(
  session: Session,
  target: Candidate,
  conditions: readonly Condition[],
  patience: Patience & { readonly deleting: boolean },
  format: OutputFormat,
): Promise<void> {
  let shown = await look(session, target);
  if (shown === undefined) {
    if (patience.deleting) return;
    shown = await getObject(session, target);
  }
  for (const condition of conditions) {
    shown = (await waitFor(session, target, condition, patience)) ?? shown;
    printResult(session, target.resource, shown, format, 'condition met');
  }
}

/** The object that met the condition; undefined when it is gone. */
async function waitFor(
  session: Session,
  target: Candidate,
  condition: Condition,
  { until, once }: Patience,
): Promise<KubeObject | undefined> {
  let last: KubeObject | undefined;
  const met = await poll(session, until - session.port.now(), async () => {
    last = await look(session, target);
    return last === undefined ? condition.type === 'delete' : condition.holds(last);
  });
  if (met) return last;
  const subject = `${target.resource.resource}/${target.name}`;
  throw new CommandError(once ? `condition not met for ${subject}` : `timed out waiting for the condition on ${subject}`);
}

async function look(session: Session, target: Candidate): Promise<KubeObject | undefined> {
  try {
    return await getObject(session, target);
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
    throw error;
  }
}
