import type { Service } from '../../../api/types.gen.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { CommandError, helpError } from '../../errors.ts';
import { list, text } from '../../parse/flags.ts';
import { type Found, SELECT_FLAGS, eachObject } from '../../parse/select.ts';
import { type Session, patchObject } from '../../session.ts';
import { defineVerb } from '../../verb.ts';
import { WRITE_FLAGS, type WriteFlags, dryRunOf, report, writeOptions } from '../write.ts';
import { patchContainers, podSpecOf, selectContainers } from './containers.ts';
import { setEnv } from './env.ts';
import { setImage } from './image.ts';

const setResources = defineVerb({
  name: 'resources',
  summary: 'Update resource requests/limits on objects with pod templates',
  usage: '(-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]',
  args: {
    beyond: true,
    of: 'objects',
    types: ['daemonsets', 'deployments', 'pods', 'cronjobs', 'replicasets', 'replicationcontrollers', 'statefulsets'],
    once: true,
  },
  flags: { ...SELECT_FLAGS, ...WRITE_FLAGS, limits: list(), requests: list(), containers: text('*', 'c') },
  async run(session, { args, flags }) {
    if (flags.limits.length === 0 && flags.requests.length === 0)
      throw new CommandError('you must specify an update to requests or limits (in the form of --requests/--limits)');
    const resources = {
      ...(flags.limits.length === 0 ? {} : { limits: amounts(flags.limits) }),
      ...(flags.requests.length === 0 ? {} : { requests: amounts(flags.requests) }),
    };
    await eachObject(session, args, flags, async (found) => {
      const containers = selectContainers(podSpecOf(found).spec.containers, flags.containers);
      if (containers.length === 0) throw new CommandError(`unable to find container named ${flags.containers}`);
      const change = { containers: containers.map(({ name }) => ({ name, resources })) };
      await patchContainers(session, found, change, flags, { doing: 'resources update', done: 'resource requirements updated' });
    });
  },
});

function amounts(pairs: readonly string[]): { readonly [name: string]: string } {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value, ...more] = pair.split('=');
      if (value === undefined || more.length > 0) throw new CommandError(`invalid argument syntax ${pair}, expected <resource>=<value>`);
      return [name, value];
    }),
  );
}

const setSelector = defineVerb({
  name: 'selector',
  summary: 'Set the selector on a resource',
  usage: '(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  args: { beyond: true, of: 'objects', types: ['services'], once: true },
  flags: { ...SELECT_FLAGS, ...WRITE_FLAGS },
  async run(session, { args, flags }) {
    const expression = args.at(-1) ?? '';
    if (args.length < 2 || !expression.includes('='))
      throw new CommandError('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    const wanted = amounts(expression.split(','));
    await eachObject(session, args.slice(0, -1), flags, async (found) => {
      if (found.resource.kind !== 'Service') throw new CommandError('setting a selector is only supported for Services');
      const now = Object.keys((found.object as Service).spec?.selector ?? {});
      const selector = { ...Object.fromEntries(now.map((key) => [key, null])), ...wanted };
      await patchOne(session, found, { spec: { selector } }, flags, 'selector updated');
    });
  },
});

const setServiceAccount = defineVerb({
  name: 'serviceaccount',
  aliases: ['sa'],
  summary: 'Update the service account of a resource',
  usage: '(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT',
  args: {
    beyond: true,
    of: 'objects',
    types: ['daemonsets', 'deployments', 'pods', 'cronjobs', 'replicasets', 'replicationcontrollers', 'statefulsets'],
    once: true,
  },
  flags: { ...SELECT_FLAGS, ...WRITE_FLAGS },
  async run(session, { args, flags }) {
    const account = args.at(-1);
    if (account === undefined || args.length < 2) throw new CommandError('serviceaccount is required');
    await eachObject(session, args.slice(0, -1), flags, async (found) => {
      const body = podSpecOf(found).wrap({ serviceAccountName: account });
      await patchOne(session, found, body, flags, 'serviceaccount updated');
    });
  },
});

async function patchOne(session: Session, found: Found, body: JsonValue, flags: WriteFlags, done: string): Promise<void> {
  const options = writeOptions(session, flags, 'kubectl-set');
  const pretend = dryRunOf(session, flags) === 'client';
  const object = pretend ? found.object : await patchObject(session, found, { patchType: 'strategic', body, options });
  report(session, flags, found.resource, object, done);
}

export const setVerb = defineVerb({
  name: 'set',
  summary: 'Set specific features on objects',
  usage: 'SUBCOMMAND',
  flags: {},
  subcommands: [setEnv, setImage, setResources, setSelector, setServiceAccount],
  run(_session, { args }) {
    throw helpError('kubectl set', args.length === 0 ? 'a subcommand is required' : `unknown command ${JSON.stringify(args[0])}`);
  },
});
