/** What a server tells about itself, in either form of discovery, as one list of resources. */
import { isRecord } from '../patch/record.ts';
import type { ApiResource } from '../request.ts';
import type { JsonValue } from '../scalars.ts';

/** `apidiscovery.k8s.io/v2`, whole, or nothing but an old server's own form. */
export const AGGREGATED_TYPES = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .join(',');

/** Resources of an APIGroupDiscoveryList (`/api` or `/apis`), in its order; undefined when the answer is something else. */
export function fromAggregated(body: JsonValue | undefined, isCustom: IsCustom): ApiResource[] | undefined {
  if (!isRecord(body) || body['kind'] !== 'APIGroupDiscoveryList') return undefined;
  return recordsOf(body['items']).flatMap((item) => {
    const group = isRecord(item['metadata']) ? textOf(item['metadata']['name']) : '';
    return recordsOf(item['versions']).flatMap(({ version, resources }) =>
      recordsOf(resources)
        // A subresource may be served alone; there is nothing then that it would be part of.
        .filter(({ responseKind }) => responseKind !== undefined)
        .map((facts) => ({
          ...named(group, textOf(version), facts, isCustom),
          resource: textOf(facts['resource']),
          kind: isRecord(facts['responseKind']) ? textOf(facts['responseKind']['kind']) : '',
          namespaced: facts['scope'] === 'Namespaced',
          singular: textOf(facts['singularResource']),
          subresources: recordsOf(facts['subresources']).map(({ subresource }) => textOf(subresource)),
        })),
    );
  });
}

/** Group and version of every list of resources that there is, from `/api` and `/apis` in the old form. */
export function groupVersionsOf(core: JsonValue | undefined, groups: JsonValue | undefined): readonly GroupVersion[] {
  const versions = isRecord(core) && Array.isArray(core['versions']) ? core['versions'] : [];
  const listed = isRecord(groups) ? recordsOf(groups['groups']) : [];
  return [
    ...versions.map((version: JsonValue) => ({ group: '', version: textOf(version) })),
    ...listed.flatMap((group) =>
      preferredFirst(group).map((version) => ({ group: textOf(group['name']), version: textOf(version['version']) })),
    ),
  ];
}

export interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

/** Resources of one APIResourceList of the old form. */
export function fromResourceList({ group, version }: GroupVersion, body: JsonValue | undefined, isCustom: IsCustom): ApiResource[] {
  const all = isRecord(body) ? recordsOf(body['resources']) : [];
  const names = all.map(({ name }) => textOf(name));
  return all
    .filter(({ name }) => !textOf(name).includes('/'))
    .map((facts) => {
      const resource = textOf(facts['name']);
      const prefix = `${resource}/`;
      return {
        ...named(group, version, facts, isCustom),
        resource,
        kind: textOf(facts['kind']),
        namespaced: facts['namespaced'] === true,
        singular: textOf(facts['singularName']),
        subresources: names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)),
      };
    });
}

/** Whether a kind is not one of Kubernetes' own. */
export type IsCustom = (group: string, version: string, kind: string) => boolean;

function named(group: string, version: string, facts: Facts, isCustom: IsCustom) {
  const kind = isRecord(facts['responseKind']) ? textOf(facts['responseKind']['kind']) : textOf(facts['kind']);
  return {
    group,
    version,
    verbs: textsOf(facts['verbs']),
    shortNames: textsOf(facts['shortNames']),
    categories: textsOf(facts['categories']),
    ...(isCustom(group, version, kind) ? { custom: true as const } : {}),
  };
}

type Facts = { readonly [name: string]: JsonValue };

function preferredFirst(group: Facts): readonly Facts[] {
  const preferred = isRecord(group['preferredVersion']) ? group['preferredVersion']['version'] : undefined;
  const versions = recordsOf(group['versions']);
  return [...versions.filter(({ version }) => version === preferred), ...versions.filter(({ version }) => version !== preferred)];
}

function recordsOf(value: JsonValue | undefined): readonly Facts[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
