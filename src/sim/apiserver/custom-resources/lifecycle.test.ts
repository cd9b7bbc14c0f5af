import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../api/object.ts';
import type { ApiResourceList, ApiResponse, KubeList, Table } from '../../../api/request.ts';
import type { JsonObject, JsonValue } from '../../../api/scalars.ts';
import type { CustomResourceDefinition, Status } from '../../../api/types.gen.ts';
import { userWorld } from '../../../testing/users.ts';

const GROUP = 'example.com';
const CRD = { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' };
const NAME = `widgets.${GROUP}`;
const SCHEMA: JsonObject = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      properties: { size: { type: 'integer', maximum: 5 }, color: { type: 'string', default: 'red' }, replicas: { type: 'integer' } },
    },
    status: { type: 'object', properties: { replicas: { type: 'integer' }, phase: { type: 'string' } } },
  },
};

const version = (name: string, more: JsonObject = {}): JsonObject => ({
  name,
  served: true,
  storage: name === 'v1',
  schema: { openAPIV3Schema: SCHEMA },
  ...more,
});

function definition(versions: readonly JsonValue[] = [version('v1')], spec: JsonObject = {}, names: JsonObject = {}): JsonObject {
  const plural = typeof names['plural'] === 'string' ? names['plural'] : 'widgets';
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${GROUP}` },
    spec: { group: GROUP, scope: 'Namespaced', names: { plural: 'widgets', kind: 'Widget', ...names }, versions, ...spec },
  };
}

function world(...definitions: readonly JsonObject[]) {
  const { ask, told, cluster, run } = userWorld();
  for (const body of definitions) expect(ask({ verb: 'create', ...CRD, body }).code).toBe(201);
  const place = (at: string) => ({ group: GROUP, resource: 'widgets', version: at, namespace: 'default' });
  const widget = (name: string, at = 'v1', more: JsonObject = {}, metadata: JsonObject = {}): JsonObject => ({
    apiVersion: `${GROUP}/${at}`,
    kind: 'Widget',
    metadata: { name, ...metadata },
    ...more,
  });
  return {
    ask,
    told,
    cluster,
    run,
    place,
    widget,
    create: (name: string, more: JsonObject = {}, at = 'v1', metadata: JsonObject = {}) =>
      ask({ verb: 'create', ...place(at), body: widget(name, at, more, metadata) }),
    get: (name: string, at = 'v1') => ask({ verb: 'get', ...place(at), name }),
    define: (name: string) => ask({ verb: 'get', ...CRD, name }).body as CustomResourceDefinition,
    patchDefinition: (body: JsonValue) => told({ verb: 'patch', ...CRD, name: NAME, patchType: 'merge', body }),
  };
}

const message = ({ body }: ApiResponse) => (body as Status).message;
const conditions = ({ status }: CustomResourceDefinition) =>
  (status?.conditions ?? []).map(({ type, status: value, reason }) => `${type}=${value} ${reason}`);

describe('names', () => {
  test('are accepted, and served at once', () => {
    const { define, get } = world(definition());
    expect(conditions(define(NAME))).toEqual(['NamesAccepted=True NoConflicts', 'Established=True InitialNamesAccepted']);
    expect(message(get('a'))).toBe(`widgets.${GROUP} "a" not found`);
  });

  test('that are taken are refused until they are free', () => {
    const other = definition(undefined, {}, { plural: 'wedges', kind: 'Widget', shortNames: ['widgets', 'wd'] });
    const { define, told, ask } = world(definition(), other);
    const refused = define(`wedges.${GROUP}`);
    expect(conditions(refused)).toEqual(['NamesAccepted=False ListKindConflict', 'Established=False NotAccepted']);
    expect(refused.status?.conditions?.[0]?.message).toBe('"WidgetList" is already in use');
    expect(refused.status?.acceptedNames).toEqual({ plural: 'wedges', kind: '' });
    expect(ask({ verb: 'list', group: GROUP, resource: 'wedges', namespace: 'default' }).code).toBe(404);
    expect(told({ verb: 'delete', ...CRD, name: NAME })).toBe('200');
    expect(conditions(define(`wedges.${GROUP}`))).toEqual(['NamesAccepted=True NoConflicts', 'Established=True InitialNamesAccepted']);
  });

  test('can be given up, and one role takes them from another', () => {
    const { define, patchDefinition } = world(definition(undefined, {}, { shortNames: ['wd'], categories: ['all'] }));
    patchDefinition({ spec: { names: { shortNames: null, categories: null } } });
    expect(define(NAME).status?.acceptedNames).toEqual({ plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' });
    patchDefinition({ spec: { names: { shortNames: ['widget'] } } });
    const [accepted] = define(NAME).status?.conditions ?? [];
    expect(accepted).toMatchObject({ reason: 'ShortNamesConflict', message: '"widget" is already in use' });
    expect(conditions(define(NAME))).toContain('Established=True InitialNamesAccepted');
  });

  test('of lists are their own', () => {
    const { ask, place } = world(definition(undefined, {}, { listKind: 'Widgetry' }));
    expect(ask({ verb: 'list', ...place('v1') }).body).toMatchObject({ kind: 'Widgetry' });
  });
});

test('protected groups show what the community said', () => {
  const group = 'x.k8s.io';
  const { ask } = userWorld();
  const body = {
    ...definition(undefined, { group }),
    metadata: {
      name: `widgets.${group}`,
      annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubernetes/enhancements/pull/1' },
    },
  };
  expect(ask({ verb: 'create', ...CRD, body }).code).toBe(201);
  const { status } = ask({ verb: 'get', ...CRD, name: `widgets.${group}` }).body as CustomResourceDefinition;
  expect(status?.conditions?.[0]).toMatchObject({
    type: 'KubernetesAPIApprovalPolicyConformant',
    status: 'True',
    reason: 'ApprovedAnnotation',
    message: 'approved in https://github.com/kubernetes/enhancements/pull/1',
  });
});

describe('versions', () => {
  const two = [version('v1beta1', { deprecated: true }), version('v1')];

  test('show the same object under their own label, and are stored as one', () => {
    const { create, get } = world(definition(two));
    expect(create('a', { spec: { size: 1 } }, 'v1beta1').body).toMatchObject({
      apiVersion: `${GROUP}/v1beta1`,
      spec: { size: 1, color: 'red' },
    });
    expect(get('a').body).toMatchObject({ apiVersion: `${GROUP}/v1` });
  });

  test('that are deprecated say what to use', () => {
    const { get } = world(definition(two));
    expect(get('a', 'v1beta1').warnings).toEqual([`${GROUP}/v1beta1 Widget is deprecated; use ${GROUP}/v1 Widget`]);
    const { get: old } = world(definition([version('v1', { deprecated: true }), version('v1beta1')]));
    expect(old('a').warnings).toEqual([`${GROUP}/v1 Widget is deprecated`]);
    const { get: own } = world(definition([version('v1', { deprecated: true, deprecationWarning: 'no more' })]));
    expect(own('a').warnings).toEqual(['no more']);
  });

  test('that are not served are not there', () => {
    const { get } = world(definition([version('v1'), version('v2', { served: false })]));
    expect(get('a', 'v2').code).toBe(404);
  });

  test('remember what was ever stored', () => {
    const { define, patchDefinition, create, get } = world(definition([version('v1'), version('v2')]));
    create('a');
    expect(patchDefinition({ spec: { versions: [version('v1', { storage: false }), version('v2', { storage: true })] } })).toBe('200');
    expect(define(NAME).status?.storedVersions).toEqual(['v1', 'v2']);
    expect(get('a', 'v2').body).toMatchObject({ apiVersion: `${GROUP}/v2` });
    expect(patchDefinition({ spec: { versions: [version('v2', { storage: true })] } })).toContain(
      'status.storedVersions[0]: Invalid value: "v1": missing from spec.versions',
    );
  });

  test('are preferred by their stability', () => {
    const { ask } = world(definition([version('v1alpha1'), version('v2beta1'), version('v1'), version('v10')]));
    const { items } = ask({ verb: 'discover' }).body as ApiResourceList;
    expect(items.filter(({ group }) => group === GROUP).map(({ version: own }) => own)).toEqual(['v10', 'v1', 'v2beta1', 'v1alpha1']);
  });

  test('that a webhook would convert can be read only as they are stored', () => {
    const clientConfig = { service: { name: 'convert', namespace: 'default', path: '/x' } };
    const conversion = { strategy: 'Webhook', webhook: { clientConfig, conversionReviewVersions: ['v1'] } };
    const { create, get, ask, told, place, patchDefinition } = world(definition([version('v1'), version('v2')], { conversion }));
    const failed = (from: string) =>
      `conversion webhook for ${GROUP}/${from}, Kind=Widget failed: Post "https://convert.default.svc:443/x?timeout=30s": service "convert" not found`;
    expect(create('a', { spec: { size: 1 } }).code).toBe(201);
    expect(get('a').code).toBe(200);
    expect(get('a', 'v2')).toMatchObject({ code: 500, body: { message: failed('v1') } });
    expect(told({ verb: 'list', ...place('v2') })).toBe(`500 ${failed('v1')}`);
    expect(message(create('b', {}, 'v2'))).toBe(failed('v2'));
    expect(message(create('b', { spec: { size: 9 } }, 'v2'))).toContain('should be less than or equal to 5');
    patchDefinition({ spec: { versions: [version('v1', { storage: false }), version('v2', { storage: true })] } });
    expect(ask({ verb: 'list', ...place('v1') }).code).toBe(200);
    expect(told({ verb: 'delete', ...CRD, name: NAME })).toBe('200');
    expect(told({ verb: 'get', ...CRD, name: NAME })).toContain('404');
  });
});

describe('the end of a definition', () => {
  const held = { finalizers: ['example.com/hold'] };

  test('takes its objects with it', () => {
    const { create, told, ask } = world(definition());
    create('a');
    const gone = ask({ verb: 'delete', ...CRD, name: NAME }).body as CustomResourceDefinition;
    expect(gone.metadata).toMatchObject({ generation: 1, finalizers: ['customresourcecleanup.apiextensions.k8s.io'] });
    expect(gone.metadata.deletionGracePeriodSeconds).toBeUndefined();
    expect(conditions(gone)).toContain('Terminating=True InstanceDeletionPending');
    expect(told({ verb: 'get', ...CRD, name: NAME })).toContain('404');
    expect(ask({ verb: 'create', ...CRD, body: definition() }).code).toBe(201);
    expect(told({ verb: 'get', group: GROUP, resource: 'widgets', namespace: 'default', name: 'a' })).toBe(
      `404 widgets.${GROUP} "a" not found`,
    );
  });

  test('waits for those that something holds', () => {
    const { create, told, define, ask, place } = world(definition());
    create('a', {}, 'v1', held);
    create('b');
    told({ verb: 'delete', ...CRD, name: NAME });
    expect(conditions(define(NAME))).toContain('Terminating=True InstanceDeletionInProgress');
    expect(message(create('c'))).toBe(
      `widgets.${GROUP} "c" is forbidden: create not allowed while custom resource definition is terminating`,
    );
    expect((ask({ verb: 'list', ...place('v1') }).body as KubeList).items.map(({ metadata }) => metadata.name)).toEqual(['a']);
    const { items } = ask({ verb: 'discover' }).body as ApiResourceList;
    expect(items.find(({ resource }) => resource === 'widgets')?.verbs).toEqual(['delete', 'deletecollection', 'get', 'list', 'watch']);
    told({ verb: 'patch', ...place('v1'), name: 'a', patchType: 'merge', body: { metadata: { finalizers: null } } });
    expect(told({ verb: 'get', ...CRD, name: NAME })).toContain('404');
  });

  test('that was never established has nothing to wait for', () => {
    const other = definition(undefined, {}, { plural: 'wedges', kind: 'Widget' });
    const { told } = world(definition(), other);
    expect(told({ verb: 'delete', ...CRD, name: `wedges.${GROUP}` })).toBe('200');
    expect(told({ verb: 'get', ...CRD, name: `wedges.${GROUP}` })).toContain('404');
  });

  test('comes to many at once', () => {
    const { create, told, ask } = world(definition());
    create('a');
    expect(ask({ verb: 'deletecollection', ...CRD }).code).toBe(200);
    expect(told({ verb: 'get', ...CRD, name: NAME })).toContain('404');
  });

  test('keeps to its preconditions', () => {
    const { told } = world(definition());
    expect(told({ verb: 'delete', ...CRD, name: NAME, body: { preconditions: { uid: 'x' } } })).toMatch(
      /^409 .*Precondition failed: UID in precondition: x, UID in object meta: /,
    );
  });

  test('leaves objects of built-in kinds alone', () => {
    const group = 'networking.k8s.io';
    const { ask, told } = userWorld();
    const metadata = { name: `ingressclasses.${group}`, annotations: { 'api-approved.kubernetes.io': 'unapproved, a test' } };
    const body = { ...definition(undefined, { group, scope: 'Cluster' }, { plural: 'ingressclasses', kind: 'IngressClass' }), metadata };
    expect(ask({ verb: 'create', ...CRD, body }).code).toBe(201);
    const own = { apiVersion: `${group}/v1`, kind: 'IngressClass', metadata: { name: 'mine' }, spec: { controller: 'example.com/mine' } };
    expect(told({ verb: 'create', group, resource: 'ingressclasses', body: own })).toBe('201');
    expect(told({ verb: 'delete', ...CRD, name: metadata.name })).toBe('200');
    expect(told({ verb: 'get', group, resource: 'ingressclasses', name: 'mine' })).toBe('200');
  });
});

describe('subresources', () => {
  const scale = { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' };
  const whole = definition([version('v1', { subresources: { status: {}, scale } })]);

  test('status is written apart', () => {
    const { create, ask, place, widget, get } = world(whole);
    const { body } = create('a', { spec: { size: 1 }, status: { phase: 'new' } });
    expect(body).not.toHaveProperty('status');
    const { resourceVersion = '' } = (body as KubeObject).metadata;
    const next = widget('a', 'v1', { spec: { size: 2 }, status: { phase: 'ready' } }, { resourceVersion, labels: { a: 'b' } });
    expect(ask({ verb: 'update', ...place('v1'), name: 'a', subresource: 'status', body: next }).code).toBe(200);
    expect(get('a').body).toMatchObject({ metadata: { generation: 1 }, spec: { size: 1 }, status: { phase: 'ready' } });
    expect((get('a').body as KubeObject).metadata.labels).toBeUndefined();
    const wrong = ask({
      verb: 'patch',
      ...place('v1'),
      name: 'a',
      subresource: 'status',
      patchType: 'merge',
      body: { status: { phase: 1 } },
    });
    expect(message(wrong)).toContain('status.phase: Invalid value: "integer": phase in body must be of type string: "integer"');
  });

  test('scale reads and writes replicas', () => {
    const { create, ask, told, place } = world(whole);
    const at = { ...place('v1'), name: 'a', subresource: 'scale' as const };
    create('a');
    expect(told({ verb: 'get', ...at })).toBe('500 Internal error occurred: the spec replicas field ".spec.replicas" does not exist');
    expect(told({ verb: 'patch', ...at, patchType: 'merge', body: {} })).toBe(
      '400 the spec replicas field ".spec.replicas" cannot be empty',
    );
    expect(ask({ verb: 'patch', ...at, patchType: 'merge', body: { spec: { replicas: 3 } } }).body).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 3 },
    });
    expect(ask({ verb: 'get', ...at }).body).toMatchObject({ spec: { replicas: 3 }, status: { replicas: 0 } });
  });

  test('replicas are what a scale can show', () => {
    const { create } = world(whole);
    expect(message(create('a', { spec: { replicas: -1 } }))).toContain(
      '.spec.replicas: Invalid value: -1: should be a non-negative integer',
    );
    expect(message(create('a', { spec: { replicas: 2 ** 31 } }))).toContain(
      '.spec.replicas: Invalid value: 2147483648: should be less than or equal to 2147483647',
    );
  });

  test('others are not found', () => {
    const { create, told, place } = world(definition());
    create('a');
    expect(told({ verb: 'get', ...place('v1'), name: 'a', subresource: 'status' })).toBe(`404 widgets.${GROUP} "a" not found`);
    expect(told({ verb: 'get', ...place('v1'), name: 'a', subresource: 'scale' })).toContain('404');
  });
});

describe('objects', () => {
  test('are found at the paths of their scope', () => {
    const { told } = world(definition(undefined, { scope: 'Cluster' }));
    expect(told({ verb: 'list', group: GROUP, resource: 'widgets' })).toBe('200');
    expect(told({ verb: 'list', group: GROUP, resource: 'widgets', namespace: 'default' })).toContain('404');
    const { told: inside } = world(definition());
    expect(inside({ verb: 'list', group: GROUP, resource: 'widgets' })).toBe('200');
    expect(inside({ verb: 'get', group: GROUP, resource: 'widgets', name: 'a' })).toContain('404');
  });

  test('move their generation with everything but metadata', () => {
    const { create, ask, place } = world(definition());
    create('a', { spec: { size: 1 } });
    const patch = (body: JsonValue) =>
      (ask({ verb: 'patch', ...place('v1'), name: 'a', patchType: 'merge', body }).body as KubeObject).metadata.generation;
    expect([patch({ metadata: { labels: { a: 'b' } } }), patch({ spec: { size: 2 } }), patch({ status: { phase: 'x' } })]).toEqual([
      1, 2, 3,
    ]);
  });

  test('that a stricter schema finds wrong can be changed elsewhere', () => {
    const { create, ask, told, place, patchDefinition } = world(definition());
    create('a', { spec: { size: 5 } });
    const strict = JSON.parse(JSON.stringify(SCHEMA).replace('"maximum":5', '"maximum":3')) as JsonObject;
    patchDefinition({ spec: { versions: [version('v1', { schema: { openAPIV3Schema: strict } })] } });
    const patch = (body: JsonValue) => told({ verb: 'patch', ...place('v1'), name: 'a', patchType: 'merge', body });
    expect(patch({ spec: { color: 'blue' } })).toBe('200');
    expect(patch({ spec: { size: 4 } })).toContain('spec.size: Invalid value: 4: spec.size in body should be less than or equal to 3');
    expect(ask({ verb: 'get', ...place('v1'), name: 'a' }).body).toMatchObject({ spec: { size: 5, color: 'blue' } });
  });

  test('embedded ones lose what no metadata has', () => {
    const template = { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true };
    const own = version('v1', { schema: { openAPIV3Schema: { type: 'object', properties: { template } } } });
    const { create } = world(definition([own]));
    const { body, warnings } = create('a', { template: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', odd: 1 }, free: 1 } });
    expect(body).toMatchObject({ template: { metadata: { name: 'x' }, free: 1 } });
    expect(JSON.stringify(body)).not.toContain('odd');
    expect(warnings).toEqual(['unknown field "template.metadata.odd"']);
    const wrong = create('b', { template: { apiVersion: 'v1', kind: 'Pod', metadata: { labels: 1 } } });
    expect(message(wrong)).toBe(
      'Widget in version "v1" cannot be handled as a Widget: template.metadata: Invalid value: {"labels":1}: json: cannot unmarshal number into Go struct field ObjectMeta.labels of type map[string]string',
    );
  });

  test('are selected by the fields that the definition names', () => {
    const { create, ask, told, place } = world(definition([version('v1', { selectableFields: [{ jsonPath: '.spec.color' }] })]));
    create('a', { spec: { color: 'blue' } });
    create('b');
    const named = (fieldSelector: string) =>
      (ask({ verb: 'list', ...place('v1'), options: { fieldSelector } }).body as KubeList).items.map(({ metadata }) => metadata.name);
    expect(named('spec.color=blue')).toEqual(['a']);
    expect(named('spec.color!=blue')).toEqual(['b']);
    expect(told({ verb: 'list', ...place('v1'), options: { fieldSelector: 'spec.size=1' } })).toBe(
      '400 field label not supported: spec.size',
    );
  });

  test('are printed by its columns, up to one that nobody understands', () => {
    const column = (name: string, type: string, jsonPath: string) => ({ name, type, jsonPath });
    const columns = [
      column('Size', 'integer', '.spec.size'),
      column('Color', 'string', '.spec.color'),
      column('Since', 'date', '.metadata.creationTimestamp'),
      column('Odd', 'string', '.spec['),
    ];
    const { create, ask, place, run } = world(definition([version('v1', { additionalPrinterColumns: columns })]));
    create('a', { spec: { color: 'blue' } });
    run(60);
    const { columnDefinitions, rows } = ask({ verb: 'list', ...place('v1'), as: 'Table' }).body as Table;
    expect(columnDefinitions.map(({ name }) => name)).toEqual(['Name', 'Size', 'Color', 'Since']);
    expect(rows.map(({ cells }) => cells)).toEqual([['a', null, 'blue', '60s']]);
  });
});
