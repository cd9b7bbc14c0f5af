import { apiVersionOf, groupResource } from '../../../api/object.ts';
import type { ApiResource } from '../../../api/request.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import { compareText } from '../../../base/compare.ts';
import { CommandError, helpError } from '../../errors.ts';
import { bool, list, text, withValues } from '../../parse/flags.ts';
import { preferred } from '../../parse/types.ts';
import { formatValue, outputOf } from '../../printer/output.ts';
import { alignRows } from '../../printer/table.ts';
import { discover, discoverAnew, out } from '../../session.ts';
import { defineVerb } from '../../verb.ts';

export const apiResourcesVerb = defineVerb({
  name: 'api-resources',
  summary: 'Print the supported API resources on the server',
  usage: '[flags]',
  isPlaceless: true,
  flags: {
    apiGroup: text(),
    namespaced: bool('', true),
    verbs: list(),
    categories: list(),
    noHeaders: bool(),
    output: withValues(text('', 'o'), ['json', 'name', 'wide', 'yaml']),
    sortBy: withValues(text(), ['name', 'kind']),
    cached: bool(),
    showManagedFields: bool(),
  },
  async run(session, { flags, given, args }) {
    if (args.length > 0) throw helpError('kubectl api-resources', `unexpected arguments: [${args.join(' ')}]`);
    if (!['', 'name', 'kind'].includes(flags.sortBy)) throw new CommandError('--sort-by accepts only name or kind');
    if (!['', 'wide', 'name', 'json', 'yaml'].includes(flags.output)) throw new CommandError(`--output ${flags.output} is not available`);
    if (!flags.cached) await discoverAnew(session);
    const wanted = preferred(await discover(session)).filter(
      (resource) =>
        (!given.has('apiGroup') || resource.group === flags.apiGroup) &&
        (!given.has('namespaced') || resource.namespaced === flags.namespaced) &&
        flags.verbs.every((verb) => resource.verbs.includes(verb)) &&
        flags.categories.every((category) => resource.categories.includes(category)),
    );
    const key = keyOf(flags.sortBy);
    const sorted = wanted.toSorted((a, b) => compareText(key(a), key(b)) || compareText(a.resource, b.resource));
    const format = outputOf(session, flags);
    if (format.type === 'name') for (const resource of sorted) out(session, groupResource(resource));
    else if (format.type === 'human') session.stdout.push(table(sorted, format.wide, flags.noHeaders));
    else session.stdout.push(formatValue(format, listOf(sorted)));
  },
});

function listOf(resources: readonly ApiResource[]): JsonValue {
  const items = resources.map(({ resource, singular, namespaced, group, version, kind, verbs, shortNames, categories }) => ({
    name: resource,
    singularName: singular,
    namespaced,
    ...(group === '' ? {} : { group }),
    version,
    kind,
    verbs: verbs.toSorted(),
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
  }));
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: '', resources: items };
}

function table(resources: readonly ApiResource[], wide: boolean, bare: boolean): string {
  const headers = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...(wide ? ['VERBS', 'CATEGORIES'] : [])];
  const rows = resources.map((resource) => {
    const { resource: name, shortNames, namespaced, kind, verbs, categories } = resource;
    const more = wide ? [verbs.toSorted().join(','), categories.join(',')] : [];
    return [name, shortNames.join(','), apiVersionOf(resource), String(namespaced), kind, ...more];
  });
  return alignRows(bare ? rows : [headers, ...rows]);
}

function keyOf(sortBy: string): (resource: ApiResource) => string {
  if (sortBy === 'name') return ({ resource }) => resource;
  return sortBy === 'kind' ? ({ kind }) => kind : ({ group }) => group;
}

export const apiVersionsVerb = defineVerb({
  name: 'api-versions',
  summary: 'Print the supported API versions on the server, in the form of "group/version"',
  usage: '',
  isPlaceless: true,
  flags: {},
  async run(session, { args }) {
    if (args.length > 0) throw helpError('kubectl api-versions', `unexpected arguments: [${args.join(' ')}]`);
    await discoverAnew(session);
    const versions = new Set((await discover(session)).map(apiVersionOf));
    for (const version of [...versions].toSorted()) out(session, version);
  },
});
