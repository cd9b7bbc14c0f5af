/** Rules of roles against requests, and against other rules (pkg/apis/rbac/v1, component-helpers/auth/rbac/validation). */
import type { PolicyRule } from '../../../api/types.gen.ts';
import type { Access } from './access.ts';

const ALL = '*';

export function ruleAllows(rule: PolicyRule, access: Access): boolean {
  if (!has(rule.verbs, access.verb)) return false;
  if ('path' in access) return (rule.nonResourceURLs ?? []).some((pattern) => pattern === ALL || coversPath(pattern, access.path));
  return has(rule.apiGroups, access.group) && allowsResource(rule, access.resource, access.subresource) && allowsName(rule, access.name);
}

function has(list: readonly string[] | undefined, item: string): boolean {
  return list !== undefined && (list.includes(ALL) || list.includes(item));
}

/** `pods` does not stand for their subresources; a rule may name one subresource of every resource. */
function allowsResource({ resources = [] }: PolicyRule, resource: string, subresource: string): boolean {
  if (subresource === '') return has(resources, resource);
  return has(resources, `${resource}/${subresource}`) || resources.includes(`*/${subresource}`);
}

function allowsName({ resourceNames = [] }: PolicyRule, name: string): boolean {
  return resourceNames.length === 0 || resourceNames.includes(name);
}

function coversPath(pattern: string, path: string): boolean {
  return pattern === path || (pattern.endsWith(ALL) && path.startsWith(pattern.replace(/\*+$/, '')));
}

/** The parts of `asked`, one verb on one thing each, that no rule of `held` covers. */
export function missingRules(held: readonly PolicyRule[], asked: readonly PolicyRule[]): readonly PolicyRule[] {
  return asked.flatMap(partsOf).filter((part) => !held.some((rule) => covers(rule, part)));
}

function partsOf(rule: PolicyRule): PolicyRule[] {
  const { apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [], verbs } = rule;
  const names: readonly { resourceNames?: readonly string[] }[] =
    resourceNames.length === 0 ? [{}] : resourceNames.map((name) => ({ resourceNames: [name] }));
  const onResources = apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      verbs.flatMap((verb) => names.map((name) => ({ apiGroups: [group], resources: [resource], verbs: [verb], ...name }))),
    ),
  );
  return [...onResources, ...nonResourceURLs.flatMap((path) => verbs.map((verb) => ({ nonResourceURLs: [path], verbs: [verb] })))];
}

/** `part` is one of `partsOf`. */
function covers(rule: PolicyRule, part: PolicyRule): boolean {
  const every = (asked: readonly string[] | undefined, isHeld: (item: string) => boolean) => (asked ?? []).every(isHeld);
  return (
    every(part.verbs, (verb) => has(rule.verbs, verb)) &&
    every(part.apiGroups, (group) => has(rule.apiGroups, group)) &&
    every(part.resources, (resource) => coversResource(rule.resources ?? [], resource)) &&
    every(part.nonResourceURLs, (path) => (rule.nonResourceURLs ?? []).some((pattern) => coversPath(pattern, path))) &&
    coversNames(rule.resourceNames ?? [], part.resourceNames ?? [])
  );
}

function coversResource(held: readonly string[], resource: string): boolean {
  const slash = resource.indexOf('/');
  return has(held, resource) || (slash >= 0 && held.includes(`*${resource.slice(slash)}`));
}

function coversNames(held: readonly string[], asked: readonly string[]): boolean {
  return held.length === 0 || (asked.length > 0 && asked.every((name) => held.includes(name)));
}

/** Parts as an error lists them: those that differ by their verb alone in one, in the order of their texts. */
export function describeRules(parts: readonly PolicyRule[]): readonly string[] {
  const merged = new Map<string, PolicyRule>();
  for (const [index, part] of parts.entries()) {
    const { verbs, ...about } = part;
    const id = part.nonResourceURLs === undefined ? JSON.stringify(about) : String(index);
    merged.set(id, { ...about, verbs: [...(merged.get(id)?.verbs ?? []), ...verbs] });
  }
  return [...new Set(Array.from(merged.values(), ruleText))].sort();
}

const FIELDS = [
  ['APIGroups', 'apiGroups'],
  ['Resources', 'resources'],
  ['NonResourceURLs', 'nonResourceURLs'],
  ['ResourceNames', 'resourceNames'],
  ['Verbs', 'verbs'],
] as const;

function ruleText(rule: PolicyRule): string {
  const parts = FIELDS.flatMap(([title, key]) =>
    rule[key] === undefined || rule[key].length === 0 ? [] : [`${title}:${quoted(rule[key])}`],
  );
  return `{${parts.join(', ')}}`;
}

/** A list as Go's `%q` prints it: `["get" "list"]`. */
export function quoted(list: readonly string[]): string {
  return `[${list.map((item) => JSON.stringify(item)).join(' ')}]`;
}
