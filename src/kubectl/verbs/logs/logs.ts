/** `kubectl logs` (pkg/cmd/logs, polymorphichelpers.LogsForObject). */
import { ApiError } from '../../../api/errors.ts';
import type { LogOptions } from '../../../api/request.ts';
import { parseTime } from '../../../api/time.ts';
import { CommandError, helpError } from '../../errors.ts';
import { bool, duration, int, text, withValues } from '../../parse/flags.ts';
import { type Session, targetOf } from '../../session.ts';
import { type Call, defineVerb } from '../../verb.ts';
import { type Source, findSources } from './sources.ts';

const FLAGS = {
  allContainers: bool(),
  allPods: bool(),
  container: withValues(text('', 'c'), 'containers'),
  follow: bool('f'),
  ignoreErrors: bool(),
  insecureSkipTlsVerifyBackend: bool(),
  limitBytes: int(0),
  maxLogRequests: int(5),
  podRunningTimeout: duration(20_000),
  prefix: bool(),
  previous: bool('p'),
  selector: withValues(text('', 'l'), 'labels'),
  since: duration(),
  sinceTime: text(),
  tail: int(-1),
  timestamps: bool(),
};

export type LogFlags = Call<typeof FLAGS>['flags'];

const USAGE = 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]';

export const logsVerb = defineVerb({
  name: 'logs',
  summary: 'Print the logs for a container in a pod',
  usage: '[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]',
  args: { of: 'pods', containers: true },
  flags: FLAGS,
  examples: [
    ['Print what the only container of a pod has written', 'kubectl logs nginx'],
    ['Print the log of one container of several, and go on as it grows', 'kubectl logs -f web -c app'],
    ['Print what the container wrote that ran before the present one', 'kubectl logs --previous web'],
    ['Print the last 20 lines of every pod with a label, each with its pod before it', 'kubectl logs -l app=web --tail=20 --prefix'],
    ['Print what a Deployment has written in the last hour', 'kubectl logs deployment/web --since=1h'],
  ],
  async run(session, call) {
    const { flags } = call;
    const options = optionsOf(call);
    assertSensible(call);
    const sources = await findSources(session, call.args[0], call.args[1] ?? flags.container, flags);
    if (flags.follow && sources.length > 1) await together(session, sources, options, flags);
    else for (const source of sources) await print(session, source, options, flags);
  },
});

function assertSensible({ args, given, flags }: Call<typeof FLAGS>): void {
  const { selector, since, sinceTime, tail, limitBytes, container, allContainers } = flags;
  if ((args.length === 0 && selector === '') || args.length > 2)
    throw helpError('kubectl logs', `expected '${USAGE}'.\nPOD or TYPE/NAME is a required argument for the logs command`);
  if (args.length === 1 && selector !== '') throw helpError('kubectl logs', 'only a selector (-l) or a POD name is allowed');
  if (sinceTime !== '' && since !== 0) throw new CommandError('at most one of `sinceTime` or `sinceSeconds` may be specified');
  if (allContainers && container !== '')
    throw new CommandError(`--all-containers=true should not be specified with container name ${container}`);
  if (given.has('container') && args.length === 2) throw new CommandError('only one of -c or an inline [CONTAINER] arg is allowed');
  if (given.has('limitBytes') && limitBytes < 0) throw new CommandError('--limit-bytes must be greater than 0');
  if (tail < -1) throw new CommandError('--tail must be greater than or equal to -1');
  if (since < 0) throw new CommandError('--since must be greater than 0');
}

/** With a selector ten lines of each, unless it is said how many. */
const TAIL_OF_SELECTED = 10;

function optionsOf({ flags, given }: Call<typeof FLAGS>): LogOptions {
  const { follow, previous, timestamps, limitBytes, since, sinceTime, tail, selector, insecureSkipTlsVerifyBackend } = flags;
  if (sinceTime !== '' && Number.isNaN(parseTime(sinceTime))) {
    const shown = JSON.stringify(sinceTime);
    throw new CommandError(`parsing time ${shown} as "2006-01-02T15:04:05Z07:00": cannot parse ${shown} as "2006"`);
  }
  const lines = selector !== '' && tail === -1 && !given.has('tail') ? TAIL_OF_SELECTED : tail;
  return {
    ...(follow ? { follow } : {}),
    ...(previous ? { previous } : {}),
    ...(timestamps ? { timestamps } : {}),
    ...(insecureSkipTlsVerifyBackend ? { insecureSkipTLSVerifyBackend: true } : {}),
    ...(limitBytes === 0 ? {} : { limitBytes }),
    ...(since === 0 ? {} : { sinceSeconds: Math.round(since / 1000) }),
    ...(sinceTime === '' ? {} : { sinceTime }),
    ...(lines === -1 ? {} : { tailLines: lines }),
  };
}

async function print(session: Session, source: Source, options: LogOptions, flags: LogFlags): Promise<void> {
  try {
    await copy(session, source, options, flags.prefix || flags.allPods);
  } catch (error) {
    if (!flags.ignoreErrors || !(error instanceof ApiError)) throw error;
    session.stdout.push(`error: ${error.message}\n`);
  }
}

async function copy(session: Session, { pod, container }: Source, options: LogOptions, prefixed: boolean): Promise<void> {
  const target = { ...targetOf(pod), name: pod.name };
  const prefix = `[pod/${pod.name}/${container}] `;
  let isFresh = true;
  for await (const part of session.port.log(target, { ...options, container })) {
    session.stdout.push(prefixed ? withPrefix(part, prefix, isFresh) : part);
    isFresh = part.endsWith('\n');
  }
}

/** Before each line that begins in this part. */
function withPrefix(part: string, prefix: string, isFresh: boolean): string {
  return `${isFresh ? prefix : ''}${part.replaceAll(/\n(?!$)/g, `\n${prefix}`)}`;
}

/** All at the same time; the first that fails ends it, unless errors are to be ignored. */
async function together(session: Session, sources: readonly Source[], options: LogOptions, flags: LogFlags): Promise<void> {
  const { maxLogRequests } = flags;
  if (sources.length > maxLogRequests) {
    const limit = `maximum allowed concurrency is ${maxLogRequests}, use --max-log-requests to increase the limit`;
    throw new CommandError(`you are attempting to follow ${sources.length} log streams, but ${limit}`);
  }
  await Promise.all(sources.map((source) => print(session, source, options, flags)));
}
