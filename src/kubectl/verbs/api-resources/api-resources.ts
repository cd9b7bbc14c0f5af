import { apiVersionOf, groupResource } from '../../../api/object.ts';
import type { ApiResource } from '../../../api/request.ts';
import { CommandError } from '../../errors.ts';
import { bool, list, text } from '../../parse/flags.ts';
import { alignRows } from '../../printer/table.ts';
import { discover, out } from '../../session.ts';
import { defineVerb } from '../../verb.ts';

export const apiResourcesVerb = defineVerb({
  name: 'api-resources',
  summary: 'Print the supported API resources on the server',
  usage: '[flags]',
  flags: {
    apiGroup: text(),
    namespaced: bool('', true),
    verbs: list(),
    categories: list(),
    noHeaders: bool(),
    output: text('', 'o'),
    sortBy: text(),
    cached: bool(),
  },
  async run(session, { flags, given }) {
    const wanted = (await discover(session)).filter(
      (resource) =>
        (!given.has('apiGroup') || resource.group === flags.apiGroup) &&
        (!given.has('namespaced') || resource.namespaced === flags.namespaced) &&
        flags.verbs.every((verb) => resource.verbs.includes(verb)) &&
        flags.categories.every((category) => resource.categories.includes(category)),
    );
    const sorted = wanted.toSorted((a, b) => compare(orderOf(a, flags.sortBy), orderOf(b, flags.sortBy)));
    if (flags.output === 'name') for (const resource of sorted) out(session, groupResource(resource));
    else if (flags.output === '' || flags.output === 'wide') session.stdout.push(table(sorted, flags.output === 'wide', flags.noHeaders));
    else throw new CommandError(`--output ${flags.output} is not available`);
  },
});

function table(resources: readonly ApiResource[], wide: boolean, bare: boolean): string {
  const headers = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS', 'CATEGORIES'] : [])];
  const rows = resources.map((resource) => {
    const { resource: name, shortNames, namespaced, kind, verbs, categories } = resource;
    const more = wide ? [verbs.toSorted().join(','), categories.join(',')] : [];
    return [name, shortNames.join(','), apiVersionOf(resource), String(namespaced), kind, ...more];
  });
  return alignRows(bare ? rows : [headers, ...rows]);
}

function orderOf({ group, resource, kind }: ApiResource, sortBy: string): string {
  if (sortBy === 'name') return resource;
  return sortBy === 'kind' ? kind : `${group} ${resource}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export const apiVersionsVerb = defineVerb({
  name: 'api-versions',
  summary: 'Print the supported API versions on the server, in the form of "group/version"',
  usage: '[flags]',
  flags: {},
  async run(session) {
    const versions = new Set((await discover(session)).map(apiVersionOf));
    for (const version of [...versions].toSorted()) out(session, version);
  },
});
