import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCluster } from '../../sim/cluster.ts';
import type { ApiRequest, ApiResource, ApiResourceList, Credentials, ListOptions, Target, WriteOptions } from '../request.ts';
import type { JsonValue } from '../scalars.ts';
import type { DeleteOptions } from '../types.gen.ts';
import { fromRequest } from './from-request.ts';
import { subresourcesOf } from './subresources.ts';
import { toApiRequest } from './to-request.ts';

const cluster = createCluster({ startTime: 0, machines: [], images: 'preloaded' }, 1);
const { items } = cluster.request({ verb: 'discover' }).body as ApiResourceList;
const gadgets: ApiResource = {
  group: 'shop.example.com',
  version: 'v1alpha1',
  resource: 'gadgets',
  kind: 'Gadget',
  singular: 'gadget',
  namespaced: true,
  shortNames: [],
  categories: [],
  verbs: ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'],
  subresources: ['status', 'scale'],
  custom: true,
};
const served = [...items, gadgets];
const AGENT = 'kubectl/v1.36.4 (linux/amd64)';

const word = fc.stringMatching(/^[a-z][a-z0-9.:-]{0,20}$/);
/** Whatever a person may type where a name is expected. */
const name = fc.oneof(word, fc.string({ minLength: 1, unit: 'grapheme' }), fc.constantFrom('a/b', '%2F', 'a b', '..%', 'é', '__proto__'));
const selector = fc.constantFrom('app=web', 'a!=b,c in (d,e)', '!x', 'metadata.name=é&b=+%', '');
const bool = fc.boolean();

function optional<T>(fields: { readonly [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> {
  return fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;
}

const credentials = optional<Credentials>({
  token: fc.stringMatching(/^[\w.~+/-]{1,40}=?$/),
  impersonate: fc
    .record(
      {
        user: fc.constantFrom('alice', 'system:serviceaccount:default:web'),
        uid: word,
        groups: fc.array(fc.constantFrom('dev', 'system:masters'), { minLength: 1 }),
        extra: fc.dictionary(fc.constantFrom('scopes', 'example.org/a b', 'é(x)'), fc.array(word, { minLength: 1 }), { minKeys: 1 }),
      },
      { requiredKeys: ['user'] },
    )
    .map((impersonate) => impersonate as NonNullable<Credentials['impersonate']>),
});

const version = fc.nat().map(String);
const count = fc.integer({ min: -5, max: 1_000_000 });
const listing = {
  labelSelector: selector,
  fieldSelector: selector,
  limit: count,
  continue: fc.base64String(),
  resourceVersion: version,
  resourceVersionMatch: fc.constantFrom('Exact', 'NotOlderThan'),
  sendInitialEvents: bool,
};
const listOptions = optional<ListOptions>(listing);
const watchOptions = optional({ ...listing, timeoutSeconds: count, allowWatchBookmarks: bool });
const writing = {
  dryRun: fc.constant(true),
  fieldManager: fc.stringMatching(/^[a-zA-Z][\w .-]{0,40}$/),
  fieldValidation: fc.constantFrom('Ignore', 'Warn', 'Strict'),
} as const;
const writeOptions = optional<WriteOptions>(writing);
const applyOptions = fc.record({ ...writing, force: bool }, { requiredKeys: ['fieldManager'] }) as fc.Arbitrary<WriteOptions>;
const deleteOptions = optional<DeleteOptions>({
  gracePeriodSeconds: fc.nat(600),
  propagationPolicy: fc.constantFrom('Background', 'Foreground', 'Orphan'),
  dryRun: fc.constant(['All']),
  preconditions: fc.record({ uid: word }),
});

const json: fc.Arbitrary<JsonValue> = fc
  .jsonValue({ maxDepth: 4, noUnicodeString: false })
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
const record = fc
  .dictionary(fc.stringMatching(/^[a-zA-Z][\w/.-]{0,12}$/), json)
  .map(({ apiVersion: _version, kind: _kind, ...rest }) => rest);

const request: fc.Arbitrary<ApiRequest> = fc
  .record({ resource: fc.constantFrom(...served), namespace: name, name, credentials, asTable: bool })
  .chain(({ resource, namespace, name: own, credentials: who, asTable }): fc.Arbitrary<ApiRequest> => {
    const target = (isEverywhere: boolean): Target => ({
      group: resource.group,
      version: resource.version,
      resource: resource.resource,
      ...(resource.namespaced && !isEverywhere ? { namespace } : {}),
      ...(asTable ? { as: 'Table' } : {}),
      ...who,
    });
    const part = (verb: string) => {
      const known = subresourcesOf(resource)
        .filter(({ verbs }) => verbs.includes(verb))
        .map((one) => one.name);
      return fc.constantFrom(...(resource.verbs.includes(verb) ? [undefined] : []), ...known);
    };
    const named = (verb: string) =>
      part(verb).map((subresource) => ({ name: own, ...(subresource === undefined ? {} : { subresource }), ...target(false) }));
    const can = (verb: string) => resource.verbs.includes(verb);
    const some = (verb: string) => can(verb) || subresourcesOf(resource).some(({ verbs }) => verbs.includes(verb));
    const all: fc.Arbitrary<ApiRequest>[] = [];
    if (can('list'))
      all.push(
        fc
          .record({ options: listOptions, isEverywhere: bool })
          .map(({ options, isEverywhere }) => ({ verb: 'list', options, ...target(isEverywhere) })),
      );
    if (can('watch'))
      all.push(
        fc
          .record({ options: watchOptions, isEverywhere: bool })
          .map(({ options, isEverywhere }) => ({ verb: 'watch', options, ...target(isEverywhere) })),
      );
    if (can('deletecollection'))
      all.push(
        fc.record({ options: listOptions, body: deleteOptions }).map((rest) => ({ verb: 'deletecollection', ...rest, ...target(false) })),
      );
    if (can('create'))
      all.push(fc.record({ body: record, options: writeOptions }).map((rest) => ({ verb: 'create', ...rest, ...target(false) })));
    if (some('get'))
      all.push(
        fc
          .record({ at: named('get'), resourceVersion: fc.option(version, { nil: undefined }) })
          .map(({ at, resourceVersion }) => ({ verb: 'get', ...at, ...(resourceVersion === undefined ? {} : { resourceVersion }) })),
      );
    if (some('update'))
      all.push(
        fc
          .record({ at: named('update'), body: record, options: writeOptions })
          .map(({ at, ...rest }) => ({ verb: 'update', ...at, ...rest })),
      );
    if (some('delete'))
      all.push(fc.record({ at: named('delete'), body: deleteOptions }).map(({ at, body }) => ({ verb: 'delete', ...at, body })));
    if (some('patch')) {
      const merge = fc.record({ patchType: fc.constant('merge' as const), body: record, options: writeOptions });
      const steps = fc.record({ patchType: fc.constant('json' as const), body: json, options: writeOptions });
      const strategic = fc.record({ patchType: fc.constant('strategic' as const), body: json, options: writeOptions });
      const apply = fc.record({ patchType: fc.constant('apply' as const), body: record, options: applyOptions });
      const patches = resource.custom === true ? fc.oneof(merge, steps, apply) : fc.oneof(merge, steps, strategic, apply);
      all.push(fc.record({ at: named('patch'), patch: patches }).map(({ at, patch }) => ({ verb: 'patch', ...at, ...patch })));
    }
    return all.length === 0 ? fc.constant({ verb: 'version' } as const) : fc.oneof(...all);
  });

/** What a server fills in: who writes is the client's program when no manager is named. */
function filled(asked: ApiRequest): ApiRequest {
  if (asked.verb !== 'create' && asked.verb !== 'update' && asked.verb !== 'patch') return asked;
  return { ...asked, options: { fieldManager: 'kubectl', ...asked.options } };
}

test('a request comes out of HTTP as it went in', () => {
  fc.assert(
    fc.property(request, (asked) => {
      const http = fromRequest(asked, { served, userAgent: AGENT });
      const translated = toApiRequest(http, served);
      if (asked.verb === 'version') return expect(translated).toMatchObject({ to: 'server', path: ['version'] });
      expect(translated).toMatchObject({ to: 'api' });
      if (translated.to === 'api') expect(translated.request).toEqual(filled(asked));
    }),
    { seed: 1, numRuns: 3000 },
  );
});
