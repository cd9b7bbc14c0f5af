import type { Requirement } from '../../../api/label-requirement.ts';
import { canonicalQuantity } from '../../../api/quantity.ts';
import { parseRequirements } from '../../../api/label-parser.ts';
import type { Container, Service } from '../../../api/types.gen.ts';
import { CommandError } from '../../errors.ts';
import { bool, text } from '../../parse/flags.ts';
import { defineVerb } from '../../verb.ts';
import { verbOfSubcommands } from '../subcommands.ts';
import { chosenContainers, podSpecOf, withContainers, withPodSpec } from './containers.ts';
import { setEnv } from './env.ts';
import { setImage } from './image.ts';
import { setSubject } from './subject.ts';
import { SET_FLAGS, change, eachTarget, targetsOf } from './target.ts';

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
  flags: { ...SET_FLAGS, limits: text(), requests: text(), containers: text('*', 'c') },
  async run(session, { args, flags }) {
    const targets = await targetsOf(session, args, flags);
    if (flags.limits === '' && flags.requests === '')
      throw new CommandError('you must specify an update to requests or limits (in the form of --requests/--limits)');
    const [limits, requests] = [amounts(flags.limits), amounts(flags.requests)];
    await eachTarget(targets, async (found) => {
      const names = chosenContainers(podSpecOf(found).containers, flags.containers);
      if (names.length === 0) throw new CommandError(`unable to find container named ${flags.containers}`);
      const after = withContainers(found, names, (container) => ({ ...container, resources: resourcesAfter(container, limits, requests) }));
      await change(session, found, after, flags, {
        failure: 'failed to patch resources update to pod template',
        done: 'resource requirements updated',
      });
    });
  },
});

type Amounts = Readonly<Record<string, string>>;

function resourcesAfter({ resources }: Container, limits: Amounts, requests: Amounts): NonNullable<Container['resources']> {
  const part = (key: 'limits' | 'requests', added: Amounts) =>
    Object.keys(added).length === 0 ? {} : { [key]: { ...resources?.[key], ...added } };
  return { ...resources, ...part('limits', limits), ...part('requests', requests) };
}

function amounts(given: string): Amounts {
  const pairs = given.split(',').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value, ...more] = pair.split('=');
      if (value === undefined || more.length > 0) throw new CommandError(`Invalid argument syntax ${pair}, expected <resource>=<value>`);
      return [name, quantity(value)];
    }),
  );
}

function quantity(amount: string): string {
  try {
    return canonicalQuantity(amount);
  } catch (error) {
    throw error instanceof Error ? new CommandError(error.message) : error;
  }
}

const { selector: _selector, kustomize: _kustomize, ...SELECTOR_FLAGS } = SET_FLAGS;

const setSelector = defineVerb({
  name: 'selector',
  summary: 'Set the selector on a resource',
  usage: '(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]',
  args: { beyond: true, of: 'objects', types: ['services'], once: true },
  flags: { ...SELECTOR_FLAGS, recursive: bool('R', true), resourceVersion: text() },
  async run(session, { args, flags }) {
    const expression = args.at(-1) ?? '';
    const targets = await targetsOf(session, args.slice(0, -1), flags);
    const wanted = selectorPairs(expression);
    const { resourceVersion } = flags;
    await eachTarget(targets, async (found) => {
      const { object } = found;
      if (object.kind !== 'Service') throw new CommandError('setting a selector is only supported for Services');
      const metadata = resourceVersion === '' ? object.metadata : { ...object.metadata, resourceVersion };
      const service = object as Service;
      const after: Service = { ...service, metadata, spec: { ...service.spec, selector: wanted } };
      await change(session, found, after, flags, { done: 'selector updated' });
    });
  },
});

function selectorPairs(expression: string): { readonly [key: string]: string } {
  const requirements = parseRequirements(expression);
  const odd = requirements.filter(({ operator }) => operator !== '=' && operator !== '==');
  if (odd.length > 0) throw new CommandError(`match expression [${odd.map(expressionText).join(' ')}] not supported on this object`);
  return Object.fromEntries(requirements.map(({ key, values }) => [key, values[0] ?? '']));
}

const OPERATORS: Readonly<Record<string, string>> = { in: 'In', notin: 'NotIn', '!=': 'NotIn', exists: 'Exists', '!': 'DoesNotExist' };

/** As Go prints the struct. */
function expressionText({ key, operator, values }: Requirement): string {
  return `{${key} ${OPERATORS[operator] ?? operator} [${values.join(' ')}]}`;
}

const { selector: _labels, ...ACCOUNT_FLAGS } = SET_FLAGS;

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
  flags: ACCOUNT_FLAGS,
  async run(session, { args, flags }) {
    const account = args.at(-1);
    if (account === undefined) throw new CommandError('serviceaccount is required');
    const targets = await targetsOf(session, args.slice(0, -1), flags);
    await eachTarget(targets, async (found) => {
      const after = withPodSpec(found.object, { ...podSpecOf(found), serviceAccountName: account });
      await change(session, found, after, flags, {
        failure: 'failed to patch ServiceAccountName',
        done: 'serviceaccount updated',
        always: true,
      });
    });
  },
});

export const setVerb = verbOfSubcommands({
  path: 'set',
  summary: 'Set specific features on objects',
  usage: 'SUBCOMMAND',
  subcommands: [setEnv, setImage, setResources, setSelector, setServiceAccount, setSubject],
});
