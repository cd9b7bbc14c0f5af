/** What a server tells about itself: `/api`, `/apis`, groups, versions and their resources, in both forms of discovery. */
import { encodeBase64, utf8Bytes } from '../../base/base64.ts';
import { sha256 } from '../../base/sha256.ts';
import { METRICS_GROUP } from '../metrics.ts';
import { apiVersionOf } from '../object.ts';
import type { ApiResource } from '../request.ts';
import { subresourcesOf } from './subresources.ts';

/** Groups in the order of their priority; those of custom resources come after them, by name, and last the metrics API. */
const GROUPS: readonly string[] = [
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'resource.k8s.io',
  'flowcontrol.apiserver.k8s.io',
];

export function apiVersions(serverAddress: string): object {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }] };
}

export function groupList(served: readonly ApiResource[]): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groupsOf(served).map((group) => groupFacts(group, served)) };
}

export function groupOf(name: string, served: readonly ApiResource[]): object | undefined {
  if (!groupsOf(served).includes(name)) return undefined;
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupFacts(name, served) };
}

export function resourceList(group: string, version: string, served: readonly ApiResource[]): object | undefined {
  const resources = resourcesOf(group, version, served);
  if (resources.length === 0) return undefined;
  return {
    kind: 'APIResourceList',
    ...(group === '' ? {} : { apiVersion: 'v1' }),
    groupVersion: apiVersionOf({ group, version }),
    resources: resources.flatMap((resource) => [resourceFacts(resource), ...subresourceFacts(resource)]),
  };
}

/** `apidiscovery.k8s.io/v2`: everything at once. `core` for `/api`, the groups for `/apis`. */
export function aggregated(served: readonly ApiResource[], core: boolean): object {
  const groups = core ? [''] : groupsOf(served);
  const items = groups.map((group) => ({
    metadata: group === '' ? {} : { name: group },
    versions: versionsOf(group, served).map((version) => ({
      version,
      resources: resourcesOf(group, version, served).map(aggregatedFacts),
      freshness: 'Current',
    })),
  }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

function groupsOf(served: readonly ApiResource[]): string[] {
  const names = new Set(served.map(({ group }) => group));
  const known = GROUPS.filter((group) => names.has(group));
  const custom = [...names].filter((group) => group !== '' && group !== METRICS_GROUP && !GROUPS.includes(group));
  return [...known, ...custom.sort(), ...(names.has(METRICS_GROUP) ? [METRICS_GROUP] : [])];
}

function groupFacts(name: string, served: readonly ApiResource[]) {
  const versions = versionsOf(name, served).map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] };
}

function versionsOf(group: string, served: readonly ApiResource[]): string[] {
  return [...new Set(served.filter((resource) => resource.group === group).map(({ version }) => version))].sort(byPriority);
}

const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;

/** Newer before older, stable before beta before alpha, and what is no Kubernetes version last, by name. */
function byPriority(a: string, b: string): number {
  const [left, right] = [rankOf(a), rankOf(b)];
  for (const [index, rank] of left.entries()) if (rank !== right[index]) return (right[index] ?? 0) - rank;
  return a < b ? -1 : 1;
}

function rankOf(version: string): readonly number[] {
  const found = VERSION.exec(version);
  if (found === null) return [0, 0, 0];
  const [, major = '', stage, minor = '0'] = found;
  return [stage === undefined ? 3 : stage === 'beta' ? 2 : 1, Number(major), Number(minor)];
}

function resourcesOf(group: string, version: string, served: readonly ApiResource[]): ApiResource[] {
  return served
    .filter((resource) => resource.group === group && resource.version === version)
    .toSorted((a, b) => (a.resource < b.resource ? -1 : 1));
}

function resourceFacts(resource: ApiResource) {
  return {
    name: resource.resource,
    singularName: resource.singular,
    namespaced: resource.namespaced,
    kind: resource.kind,
    verbs: resource.custom === true ? resource.verbs : [...resource.verbs].sort(),
    ...named(resource),
    ...(resource.virtual === true ? {} : { storageVersionHash: storageVersionHash(resource) }),
  };
}

function named({ shortNames, categories }: ApiResource) {
  return { ...(shortNames.length === 0 ? {} : { shortNames }), ...(categories.length === 0 ? {} : { categories }) };
}

function subresourceFacts(resource: ApiResource) {
  return subresourcesOf(resource).map(({ name, verbs, kind, group, version }) => ({
    name: `${resource.resource}/${name}`,
    singularName: '',
    namespaced: resource.namespaced,
    ...(group === undefined ? {} : { group }),
    ...(version === undefined ? {} : { version }),
    kind: kind ?? resource.kind,
    verbs,
  }));
}

function aggregatedFacts(resource: ApiResource) {
  // Custom resources say what built-in ones leave to be known from the version that they stand in.
  const own = resource.custom === true ? { group: resource.group, version: resource.version } : { group: '', version: '' };
  const subresources = subresourcesOf(resource).map(({ name, verbs, kind, group = own.group, version = own.version }) => ({
    subresource: name,
    responseKind: { group, version, kind: kind ?? resource.kind },
    verbs,
  }));
  return {
    resource: resource.resource,
    responseKind: { ...own, kind: resource.kind },
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singular,
    verbs: resource.custom === true ? resource.verbs : [...resource.verbs].sort(),
    ...named(resource),
    ...(subresources.length === 0 ? {} : { subresources }),
  };
}

/** Kinds that are still stored in an older version, so that an older server could read them. */
const OLDER_STORAGE: Readonly<Record<string, string>> = {
  CustomResourceDefinition: 'v1beta1',
  MutatingAdmissionPolicy: 'v1beta1',
  MutatingAdmissionPolicyBinding: 'v1beta1',
};

/** The first eight bytes of the hash of what a resource is stored as. */
function storageVersionHash(resource: ApiResource): string {
  const { group, version: served, kind } = resource.stored ?? resource;
  const version = OLDER_STORAGE[kind] ?? served;
  return encodeBase64(sha256(utf8Bytes(`${group}/${version}/${kind}`)).slice(0, 8));
}
