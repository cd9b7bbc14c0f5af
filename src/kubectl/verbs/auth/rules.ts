import type { PolicyRule } from '../../../api/types.gen.ts';

/** Arithmetic of RBAC rules (component-helpers/auth/rbac/validation, kubectl/pkg/util/rbac). */

/** The same rights in rules of one verb and one resource or URL each. */
export function breakdown({ apiGroups = [], resources = [], verbs, resourceNames = [], nonResourceURLs = [] }: PolicyRule): PolicyRule[] {
  const named = resourceNames.length === 0 ? [{}] : resourceNames.map((name) => ({ resourceNames: [name] }));
  const ofResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb) => named.map((names) => ({ apiGroups: [group], resources: [resource], verbs: [verb], ...names }))),
    ),
  );
  const ofUrls = nonResourceURLs.flatMap((url) => verbs.map((verb) => ({ nonResourceURLs: [url], verbs: [verb] })));
  return [...ofResources, ...ofUrls];
}

/** Joins the verbs of broken-down rules of one resource. Those of URLs stay apart. */
export function compact(rules: readonly PolicyRule[]): PolicyRule[] {
  const joined = new Map<string, PolicyRule>();
  const others = rules.filter(({ nonResourceURLs }) => nonResourceURLs !== undefined);
  for (const rule of rules) {
    if (rule.nonResourceURLs !== undefined) continue;
    const key = JSON.stringify([rule.apiGroups, rule.resources, rule.resourceNames]);
    const before = joined.get(key);
    joined.set(key, before === undefined ? rule : { ...before, verbs: [...new Set([...before.verbs, ...rule.verbs])] });
  }
  return [...others, ...joined.values()];
}

/** In the order of the texts that Go's generated String makes of them. */
export function sortRules(rules: readonly PolicyRule[]): PolicyRule[] {
  const keyed = rules.map((rule) => ({ rule, key: ruleKey(rule) }));
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ rule }) => rule);
}

function ruleKey({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string {
  const parts = [
    `Verbs:${goList(verbs)}`,
    `APIGroups:${goList(apiGroups)}`,
    `Resources:${goList(resources)}`,
    `ResourceNames:${goList(resourceNames)}`,
    `NonResourceURLs:${goList(nonResourceURLs)}`,
  ];
  return `&PolicyRule{${parts.join(',')},}`;
}

/** A list of strings as Go prints it. */
export function goList(values: readonly string[] = []): string {
  return `[${values.join(' ')}]`;
}

/** What of `wanted` the owner's rules don't allow, broken down. */
export function uncovered(owner: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  return wanted.flatMap(breakdown).filter((rule) => !owner.some((candidate) => covers(candidate, rule)));
}

function covers(owner: PolicyRule, rule: PolicyRule): boolean {
  const owned = owner.resources ?? [];
  const { resourceNames: names = [] } = owner;
  return (
    hasAll(owner.verbs, rule.verbs) &&
    hasAll(owner.apiGroups ?? [], rule.apiGroups ?? []) &&
    (rule.resources ?? []).every((path) => coversResource(owned, path)) &&
    (rule.nonResourceURLs ?? []).every((url) => (owner.nonResourceURLs ?? []).some((pattern) => coversUrl(pattern, url))) &&
    (names.length === 0 || (rule.resourceNames !== undefined && rule.resourceNames.every((name) => names.includes(name))))
  );
}

function hasAll(owned: readonly string[], wanted: readonly string[]): boolean {
  return owned.includes('*') || wanted.every((value) => owned.includes(value));
}

/** A star before a slash stands for that subresource of anything. */
function coversResource(owned: readonly string[], path: string): boolean {
  const slash = path.indexOf('/');
  return owned.includes('*') || owned.includes(path) || (slash >= 0 && owned.includes(`*${path.slice(slash)}`));
}

function coversUrl(pattern: string, url: string): boolean {
  return pattern === url || (pattern.endsWith('*') && url.startsWith(pattern.replace(/\*+$/, '')));
}
