import type { CronJob, JobSpec } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { readArguments } from '../../parse/arguments.ts';
import { text } from '../../parse/flags.ts';
import { type Session, getObject } from '../../session.ts';
import { defineGenerator, requireName } from './generator.ts';

export const jobGenerator = defineGenerator({
  name: 'job',
  summary: 'Create a job with the specified name',
  usage: 'NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  flags: { image: text(), from: text() },
  failure: 'failed to create job:',
  generate(session, { args, rest, flags: { image, from } }) {
    const name = requireName(args, 'create job');
    if ((image === '') === (from === '')) throw new CommandError('either --image or --from must be specified');
    if (from !== '' && rest.length > 0) throw new CommandError('cannot specify --from and command');
    if (from !== '') return jobFromCronJob(session, name, from);
    const spec = { containers: [container(name, image, rest)], restartPolicy: 'Never' };
    return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: { template: { metadata: {}, spec } }, status: {} };
  },
});

/** A run of a CronJob out of its turn. The owner doesn't block: that would take a right that not every user has. */
async function jobFromCronJob(session: Session, name: string, from: string) {
  const [mention, ...more] = await readArguments(session, [from]);
  if (mention?.name === undefined || more.length > 0)
    throw new CommandError(
      mention === undefined ? 'from must be an existing cronjob' : 'resource(s) were provided, but no name was specified',
    );
  const found = await getObject(session, { resource: mention.resource, namespace: session.namespace, name: mention.name });
  if (found.kind !== 'CronJob') throw new CommandError(`unknown object type *${goType(found.apiVersion, found.kind)}`);
  const { jobTemplate } = (found as CronJob).spec ?? {};
  const { labels, annotations } = jobTemplate?.metadata ?? {};
  const owner = {
    apiVersion: 'batch/v1',
    controller: true,
    kind: 'CronJob',
    name: found.metadata.name ?? '',
    uid: found.metadata.uid ?? '',
  };
  const metadata = {
    annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...annotations },
    ...(labels === undefined ? {} : { labels }),
    name,
    ownerReferences: [owner],
  };
  const spec: Partial<JobSpec> = jobTemplate?.spec ?? {};
  return { apiVersion: 'batch/v1', kind: 'Job', metadata, spec, status: {} };
}

/** `v1.Pod`: the version is all that Go's name of a package has of `apps/v1`. */
function goType(apiVersion: string, kind: string): string {
  return `${apiVersion.split('/').at(-1) ?? ''}.${kind}`;
}

export const cronJobGenerator = defineGenerator({
  name: 'cronjob',
  aliases: ['cj'],
  summary: 'Create a cron job with the specified name',
  usage: "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]",
  flags: { image: text(), schedule: text(), restart: text() },
  required: ['image', 'schedule'],
  failure: 'failed to create cronjob:',
  generate(_session, { args, rest, flags: { image, schedule, restart } }) {
    const name = requireName(args, 'create cronjob');
    const spec = { containers: [container(name, image, rest)], restartPolicy: restart === '' ? 'OnFailure' : restart };
    const jobTemplate = { metadata: { name }, spec: { template: { metadata: {}, spec } } };
    return { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name }, spec: { jobTemplate, schedule }, status: {} };
  },
});

function container(name: string, image: string, command: readonly string[]) {
  return { ...(command.length > 0 ? { command } : {}), image, name, resources: {} };
}
