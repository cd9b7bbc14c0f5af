import type { PolicyRule } from '../../api/types.gen.ts';
import { goList } from './text.ts';

/** Rules in their simplest form: one line for each resource (and name) with all its verbs, one for each URL and verb. */
export function compactRules(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const verbs = new Map<string, PolicyRule>();
  const urls: PolicyRule[] = [];
  for (const single of rules.flatMap(singleRules)) {
    if (single.nonResourceURLs !== undefined) {
      urls.push(single);
      continue;
    }
    const key = textOf({ ...single, verbs: [] });
    const known = verbs.get(key);
    verbs.set(key, known === undefined ? single : { ...known, verbs: [...new Set([...known.verbs, ...single.verbs])] });
  }
  return [...urls, ...verbs.values()]
    .map((rule) => ({ rule, text: textOf(rule) }))
    .toSorted(byText)
    .map(({ rule }) => rule);
}

function byText(a: { readonly text: string }, b: { readonly text: string }): number {
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
}

function singleRules({
  apiGroups = [],
  resources = [],
  resourceNames = [],
  nonResourceURLs = [],
  verbs,
}: PolicyRule): readonly PolicyRule[] {
  const names = resourceNames.length === 0 ? [{}] : resourceNames.map((name) => ({ resourceNames: [name] }));
  const ofResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb) => names.map((name) => ({ apiGroups: [group], resources: [resource], verbs: [verb], ...name }))),
    ),
  );
  const ofUrls = nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] })));
  return [...ofResources, ...ofUrls];
}

/** The order of lines is that of Go's text of a rule. */
function textOf({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string {
  const parts = {
    Verbs: verbs,
    APIGroups: apiGroups,
    Resources: resources,
    ResourceNames: resourceNames,
    NonResourceURLs: nonResourceURLs,
  };
  return Object.entries(parts)
    .map(([name, list]) => `${name}:${goList(list)},`)
    .join('');
}

/** `deployments.apps/scale`. */
export function resourceOfRule({ resources: [resource] = [], apiGroups: [group = ''] = [] }: PolicyRule): string {
  if (resource === undefined) return '';
  const slash = resource.indexOf('/');
  const [name, rest] = slash === -1 ? [resource, ''] : [resource.slice(0, slash), resource.slice(slash)];
  return `${name}${group === '' ? '' : `.${group}`}${rest}`;
}
