import { text } from '../../parse/flags.ts';
import { CommandError } from '../../errors.ts';
import { defineGenerator, requireFlags, requireName } from './generator.ts';

export const jobGenerator = defineGenerator({
  name: 'job',
  summary: 'Create a job with the specified name',
  usage: 'NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]',
  flags: { image: text(), from: text() },
  failure: 'failed to create job:',
  generate(_session, call) {
    const name = requireName(call.args.slice(0, call.args.length - call.rest.length), 'create job');
    if (call.flags.from !== '') throw new CommandError('from must be an existing cronjob');
    requireFlags(call, 'image');
    const spec = { containers: [container(name, call.flags.image, call.rest)], restartPolicy: 'Never' };
    return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: { template: { metadata: {}, spec } }, status: {} };
  },
});

export const cronJobGenerator = defineGenerator({
  name: 'cronjob',
  aliases: ['cj'],
  summary: 'Create a cron job with the specified name',
  usage: "NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...]",
  flags: { image: text(), schedule: text(), restart: text('OnFailure') },
  failure: 'failed to create cronjob:',
  generate(_session, call) {
    const name = requireName(call.args.slice(0, call.args.length - call.rest.length), 'create cronjob');
    requireFlags(call, 'image', 'schedule');
    const { image, schedule, restart } = call.flags;
    const spec = { containers: [container(name, image, call.rest)], restartPolicy: restart };
    const jobTemplate = { metadata: { name }, spec: { template: { metadata: {}, spec } } };
    return { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name }, spec: { jobTemplate, schedule }, status: {} };
  },
});

function container(name: string, image: string, command: readonly string[]) {
  return { ...(command.length > 0 ? { command } : {}), image, name, resources: {} };
}
