import type { KubeObject } from '../../../api/object.ts';
import type { PolicyRule } from '../../../api/types.gen.ts';
import { CommandError, PlainError, UsageError, isFailure } from '../../errors.ts';
import { type FlagValues, array, list, text } from '../../parse/flags.ts';
import { resolveType } from '../../parse/types.ts';
import { type Session, err } from '../../session.ts';
import { defineGenerator, requireName } from './generator.ts';

/** The group of roles and their bindings. */
export const RBAC = 'rbac.authorization.k8s.io';

const RULE_FLAGS = { verb: list(), resource: list(), resourceName: array() };

export const roleGenerator = defineGenerator({
  name: 'role',
  summary: 'Create a role with single rule',
  usage: 'NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] [--dry-run=server|client|none]',
  flags: RULE_FLAGS,
  async generate(session, { args, flags }) {
    const name = requireName(args, 'create role');
    const wish = wishOf(flags);
    if (wish.verbs.length === 0) throw new CommandError('at least one verb must be specified');
    warnOfVerbs(session, wish);
    if (wish.resources.length === 0) throw new CommandError('at least one resource must be specified');
    const rules = await resourceRules(session, wish);
    return { apiVersion: `${RBAC}/v1`, kind: 'Role', metadata: { name }, rules };
  },
});

const CLUSTER_FLAGS = { ...RULE_FLAGS, nonResourceUrl: list(), aggregationRule: text() };

export const clusterRoleGenerator = defineGenerator({
  name: 'clusterrole',
  summary: 'Create a cluster role',
  usage: 'NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none]',
  flags: CLUSTER_FLAGS,
  async generate(session, { args, flags }) {
    const matchLabels = aggregationLabels(flags.aggregationRule);
    const role = { apiVersion: `${RBAC}/v1`, kind: 'ClusterRole', metadata: { name: requireName(args, 'create clusterrole') } };
    if (Object.keys(matchLabels).length === 0) return { ...role, rules: await clusterRules(session, flags) };
    return aggregated(role, flags, matchLabels);
  },
});

type ClusterFlags = FlagValues<typeof CLUSTER_FLAGS>;

/** Rules are filled in by the controller later; what is kept until then is null. */
function aggregated(role: KubeObject, flags: ClusterFlags, matchLabels: { readonly [key: string]: string }) {
  const { verb, resource, resourceName, nonResourceUrl } = flags;
  if (verb.length + resource.length + resourceName.length + nonResourceUrl.length > 0)
    throw new CommandError('aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames');
  return { ...role, aggregationRule: { clusterRoleSelectors: [{ matchLabels }] }, rules: null };
}

async function clusterRules(session: Session, flags: ClusterFlags): Promise<readonly PolicyRule[]> {
  const wish = wishOf(flags);
  const urls = [...new Set(flags.nonResourceUrl)];
  if (wish.verbs.length === 0) throw new CommandError('at least one verb must be specified');
  if (wish.resources.length === 0 && urls.length === 0) throw new CommandError('one of resource or nonResourceURL must be specified');
  if (wish.resources.length > 0) warnOfVerbs(session, wish);
  const rules = await resourceRules(session, wish);
  if (urls.length === 0) return rules;
  checkUrls(urls, wish.verbs);
  return [...rules, { nonResourceURLs: urls, verbs: wish.verbs }];
}

const URL_VERBS = new Set(['*', 'get', 'post', 'put', 'delete', 'patch', 'head', 'options']);

function checkUrls(urls: readonly string[], verbs: readonly string[]): void {
  const odd = verbs.find((verb) => !URL_VERBS.has(verb));
  if (odd !== undefined) throw new CommandError(`invalid verb: '${odd}' for nonResourceURL`);
  for (const url of urls.filter((each) => each !== '*')) {
    if (!url.startsWith('/')) throw new CommandError('nonResourceURL should start with /');
    if (url.slice(0, -1).includes('*')) throw new CommandError("nonResourceURL only supports wildcard matches when '*' is at the end");
  }
}

function aggregationLabels(given: string): { readonly [key: string]: string } {
  const pairs = given.split(',').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 0)
        throw new UsageError(
          `invalid argument ${JSON.stringify(given)} for "--aggregation-rule" flag: malformed pair, expect string=string`,
          'kubectl create clusterrole',
        );
      return [pair.slice(0, equals).trim(), pair.slice(equals + 1)];
    }),
  );
}

/** What the flags ask for, repetitions left out. */
interface Wish {
  readonly verbs: readonly string[];
  readonly resources: readonly WishedResource[];
  readonly names: readonly string[];
}

interface WishedResource {
  readonly resource: string;
  readonly group: string;
  readonly subresource: string;
}

function wishOf({ verb, resource, resourceName }: FlagValues<typeof RULE_FLAGS>): Wish {
  return {
    verbs: verb.includes('*') ? ['*'] : [...new Set(verb)],
    resources: resource.includes('*') ? [{ resource: '*', group: '', subresource: '' }] : resource.map(wishedResource),
    names: [...new Set(resourceName)],
  };
}

/** `deployments.apps/scale`. */
function wishedResource(given: string): WishedResource {
  const [type = '', ...subresource] = given.split('/');
  const [resource = '', ...group] = type.split('.');
  return { resource, group: group.join('.'), subresource: subresource.join('/') };
}

const RESOURCE_VERBS = new Set(
  '* get delete list create update patch watch proxy deletecollection use bind escalate impersonate'.split(' '),
);

function warnOfVerbs(session: Session, { verbs }: Wish): void {
  for (const verb of verbs) if (!RESOURCE_VERBS.has(verb)) err(session, `Warning: '${verb}' is not a standard resource verb`);
}

const ROLES = [`roles.${RBAC}`, `clusterroles.${RBAC}`];
/** Verbs that mean something for these resources alone, some of which discovery doesn't know. */
const SPECIAL: Readonly<Record<string, readonly string[]>> = {
  use: ['podsecuritypolicies.policy', 'podsecuritypolicies.extensions'],
  bind: ROLES,
  escalate: ROLES,
  impersonate: ['users.', 'serviceaccounts.', 'groups.', 'userextras.authentication.k8s.io'],
};

/** One rule for each API group, the groups sorted. */
async function resourceRules(session: Session, { verbs, resources, names }: Wish): Promise<readonly PolicyRule[]> {
  const groups = new Map<string, Set<string>>();
  let checks = true;
  for (const wished of resources) {
    if (wished.resource === '' && checks) throw new CommandError('resource must be specified if apiGroup/subresource specified');
    checks &&= wished.resource !== '*';
    const { group, resource } = await identify(session, wished, checks ? verbs : undefined);
    const known = groups.get(group) ?? new Set();
    groups.set(group, known.add(wished.subresource === '' ? resource : `${resource}/${wished.subresource}`));
  }
  const restricted = names.length === 0 ? {} : { resourceNames: names };
  const sorted = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([group, members]) => ({ apiGroups: [group], ...restricted, resources: [...members], verbs }));
}

/** The full name of a resource. Without `verbs` nothing is checked: after a `*` kubectl checks no more. */
async function identify(
  session: Session,
  wished: WishedResource,
  verbs: readonly string[] | undefined,
): Promise<{ group: string; resource: string }> {
  const { resource, group } = wished;
  const found = resource === '*' ? undefined : await tryResolve(session, group === '' ? resource : `${resource}.${group}`);
  const type = found ?? wished;
  if (verbs === undefined) return type;
  const special = verbs.filter((verb) => Object.hasOwn(SPECIAL, verb));
  const odd = special.find((verb) => SPECIAL[verb]?.includes(`${type.resource}.${type.group}`) !== true);
  if (odd !== undefined) throw new CommandError(`can not perform '${odd}' on '${type.resource}' in group '${type.group}'`);
  if (found === undefined && special.length === 0) throw unknownResource(wished);
  return type;
}

async function tryResolve(session: Session, typed: string) {
  try {
    return await resolveType(session, typed);
  } catch (error) {
    if (!isFailure(error)) throw error;
    return undefined;
  }
}

function unknownResource({ resource, group }: WishedResource): CommandError {
  const where = group === '' ? '' : ` in group ${JSON.stringify(group)}`;
  return new PlainError(`the server doesn't have a resource type ${JSON.stringify(resource)}${where}`);
}
