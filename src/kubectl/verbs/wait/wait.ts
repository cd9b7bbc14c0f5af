import { ApiError } from '../../../api/errors.ts';
import { type KubeObject, groupResource } from '../../../api/object.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { CommandError, throwCollected } from '../../errors.ts';
import { array, duration } from '../../parse/flags.ts';
import { type Candidate, SELECT_FLAGS, findTargets } from '../../parse/select.ts';
import { displayName } from '../../parse/types.ts';
import { relaxedPath, valueText, valuesAt } from '../../../api/jsonpath/jsonpath.ts';
import { type Session, getObject, out } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { poll } from '../../waiting.ts';

const WEEK_MS = 7 * 24 * 3_600_000;

/** What to wait for: of an object, or undefined when there is none. */
type Condition = (object: KubeObject | undefined) => boolean;

export const waitVerb = defineVerb({
  name: 'wait',
  summary: 'Wait for a specific condition on one or many resources',
  usage:
    "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]]",
  flags: { ...SELECT_FLAGS, for: array(), timeout: duration(30_000) },
  async run(session, { args, flags }) {
    const conditions = flags.for.map(parseCondition);
    if (conditions.length === 0) throw new CommandError('required flag(s) "for" not set');
    const errors: unknown[] = [];
    const targets = await findTargets(session, args, flags, errors);
    throwCollected(errors);
    const deleting = flags.for.every((wanted) => wanted.toLowerCase() === 'delete');
    if (targets.length === 0 && !deleting) throw new CommandError('no matching resources found');
    const until = session.port.now() + (flags.timeout < 0 ? WEEK_MS : flags.timeout);
    const mayBeMissing = flags.for.some((wanted) => ['delete', 'create'].includes(wanted.toLowerCase()));
    for (const target of targets) {
      for (const condition of conditions) await waitFor(session, target, condition, until, mayBeMissing, flags.timeout === 0);
      out(session, `${displayName(target.resource, target.name)} condition met`);
    }
  },
});

async function waitFor(
  session: Session,
  target: Candidate,
  condition: Condition,
  until: number,
  mayBeMissing: boolean,
  once: boolean,
): Promise<void> {
  const met = await poll(session, until - session.port.now(), async () => condition(await look(session, target, mayBeMissing)));
  if (met) return;
  const subject = `${groupResource(target.resource)}/${target.name}`;
  throw new CommandError(once ? `condition not met for ${subject}` : `timed out waiting for the condition on ${subject}`);
}

async function look(session: Session, target: Candidate, mayBeMissing: boolean): Promise<KubeObject | undefined> {
  try {
    return await getObject(session, target);
  } catch (error) {
    if (mayBeMissing && error instanceof ApiError && error.reason === 'NotFound') return undefined;
    throw error;
  }
}

function parseCondition(wanted: string): Condition {
  if (wanted.toLowerCase() === 'delete') return (object) => object === undefined;
  if (wanted.toLowerCase() === 'create') return (object) => object !== undefined;
  const [kind = '', ...rest] = wanted.split('=');
  if (kind === 'condition') return statusCondition(rest.join('='));
  if (kind === 'jsonpath') return pathCondition(rest.join('='));
  throw new CommandError(`unrecognized condition: ${JSON.stringify(wanted)}`);
}

function statusCondition(text: string): Condition {
  const [type = '', value = 'True'] = text.split('=');
  return (object) => {
    const { status, metadata } = (object ?? {}) as { status?: Conditions; metadata?: KubeObject['metadata'] };
    if (metadata?.generation !== undefined && status?.observedGeneration !== undefined && status.observedGeneration < metadata.generation)
      return false;
    const found = status?.conditions?.find((condition) => condition.type.toLowerCase() === type.toLowerCase());
    return found?.status.toLowerCase() === value.toLowerCase();
  };
}

interface Conditions {
  readonly observedGeneration?: number;
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
}

function pathCondition(text: string): Condition {
  const match = /^(\{[^}]*\})(?:=(.*))?$/s.exec(text);
  if (match === null)
    throw new CommandError(
      `jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'`,
    );
  const path = relaxedPath(match[1] ?? '');
  const wanted = match[2]?.replaceAll(/^["']|["']$/g, '');
  return (object) => {
    const [found] = object === undefined ? [] : valuesAt(path, object as unknown as JsonValue);
    return found !== undefined && (wanted === undefined || valueText(found) === wanted);
  };
}
