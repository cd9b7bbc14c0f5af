import { describe, expect, it } from 'vitest';
import { ApiError } from '../errors.ts';
import type { JsonValue } from '../scalars.ts';
import { builtInSchema } from './built-in-schema.ts';
import { NO_FIELDS, setOf } from './field-set.ts';
import { type Manager, type Managers, NO_MANAGERS, readManagers, writeManagers } from './managers.ts';
import { structuralSchema } from './structural-schema.ts';
import { type Tracking, applyConfiguration, trackUpdate } from './updater.ts';

const DEPLOYMENT: Tracking = {
  apiVersion: 'apps/v1',
  schema: builtInSchema('Deployment'),
  ignored: setOf(['f:status']),
  now: '2026-01-01T00:00:00Z',
};
const CONFIG_MAP: Tracking = { apiVersion: 'v1', schema: builtInSchema('ConfigMap'), ignored: NO_FIELDS, now: '2026-01-01T00:00:00Z' };

const applier = (manager: string, apiVersion = 'v1'): Manager => ({ manager, operation: 'Apply', apiVersion, subresource: '' });
const updater = (manager: string, apiVersion = 'v1'): Manager => ({ manager, operation: 'Update', apiVersion, subresource: '' });
const fieldsOf = (managers: Managers, manager: string) => [...managers.values()].find((one) => one.manager === manager)?.set;

/** Applies one configuration after the other; `!` takes fields from others. */
function history(tracking: Tracking, ...steps: readonly (readonly [manager: string, configuration: JsonValue])[]) {
  let object: JsonValue = {};
  let managers = NO_MANAGERS;
  for (const [name, configuration] of steps) {
    const force = name.endsWith('!');
    const applied = applyConfiguration(
      tracking,
      object,
      configuration,
      managers,
      applier(force ? name.slice(0, -1) : name, tracking.apiVersion),
      force,
    );
    object = applied.object ?? object;
    managers = applied.managers;
  }
  return { object, managers };
}

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
  return '';
}

describe('server-side apply', () => {
  it('takes out what is applied no longer and belongs to nobody else', () => {
    const { object, managers } = history(
      CONFIG_MAP,
      ['m', { data: { a: '1', b: '2' } }],
      ['n', { data: { b: '2', c: '3' } }],
      ['m', { data: { a: '1' } }],
    );
    expect(object).toEqual({ data: { a: '1', b: '2', c: '3' } });
    expect(fieldsOf(managers, 'm')).toEqual({ 'f:data': { 'f:a': {} } });
    expect(history(CONFIG_MAP, ['m', { data: { a: '1', b: '2' } }], ['m', { data: { a: '1' } }]).object).toEqual({ data: { a: '1' } });
  });

  it('shares a field whose value all want the same, and refuses another value', () => {
    const shared = history(CONFIG_MAP, ['m', { data: { a: '1' } }], ['n', { data: { a: '1' } }]);
    expect([fieldsOf(shared.managers, 'm'), fieldsOf(shared.managers, 'n')]).toEqual([
      { 'f:data': { 'f:a': {} } },
      { 'f:data': { 'f:a': {} } },
    ]);
    expect(refusal(() => history(CONFIG_MAP, ['m', { data: { a: '1', b: '1' } }], ['n', { data: { a: '2', b: '2' } }]))).toBe(
      'Apply failed with 2 conflicts: conflicts with "m":\n- .data.a\n- .data.b',
    );
  });

  it('gives a field to whoever forces', () => {
    const { object, managers } = history(CONFIG_MAP, ['m', { data: { a: '1' } }], ['n!', { data: { a: '2' } }]);
    expect(object).toEqual({ data: { a: '2' } });
    expect([fieldsOf(managers, 'm'), fieldsOf(managers, 'n')]).toEqual([undefined, { 'f:data': { 'f:a': {} } }]);
  });

  it('removes an element of a keyed list with its last manager', () => {
    const containers = (...names: string[]) => ({
      spec: { template: { spec: { containers: names.map((name) => ({ name, image: 'x' })) } } },
    });
    const { object } = history(DEPLOYMENT, ['m', containers('a', 'b')], ['n', containers('c')], ['m', containers('a')]);
    expect(object).toEqual(containers('a', 'c'));
  });

  it('says in which version and through which subresource another manager wrote', () => {
    const scaler: Manager = { manager: 'hpa', operation: 'Update', apiVersion: 'apps/v1', subresource: 'scale' };
    const managers = trackUpdate(DEPLOYMENT, {}, { spec: { replicas: 2 } }, NO_MANAGERS, scaler);
    const apply = () =>
      applyConfiguration(DEPLOYMENT, { spec: { replicas: 2 } }, { spec: { replicas: 1 } }, managers, applier('m', 'apps/v1'), false);
    expect(refusal(apply)).toBe('Apply failed with 1 conflict: conflict with "hpa" with subresource "scale" using apps/v1: .spec.replicas');
  });

  it('does not track what the write can not touch', () => {
    expect(history(DEPLOYMENT, ['m', { status: { replicas: 1 } }]).managers.size).toBe(0);
  });

  it('keeps the time of a manager whose apply changes nothing', () => {
    const first = history(CONFIG_MAP, ['m', { data: { a: '1' } }]);
    const later = { ...CONFIG_MAP, now: '2026-01-01T00:01:00Z' };
    const again = applyConfiguration(later, first.object, { data: { a: '1' } }, first.managers, applier('m'), false);
    expect([again.object, writeManagers(again.managers)]).toEqual([undefined, writeManagers(first.managers)]);
  });
});

describe('updates', () => {
  it('move a changed field to who changed it, and a removed one to nobody', () => {
    const live = { data: { a: '1', b: '1', c: '1' } };
    const created = trackUpdate(CONFIG_MAP, {}, live, NO_MANAGERS, updater('m'));
    const changed = trackUpdate(CONFIG_MAP, live, { data: { a: '2', c: '1' } }, created, updater('n'));
    expect([fieldsOf(changed, 'm'), fieldsOf(changed, 'n')]).toEqual([{ 'f:data': { '.': {}, 'f:c': {} } }, { 'f:data': { 'f:a': {} } }]);
  });

  it('do not take the structs that are always there', () => {
    const pod = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', resources: {} }], securityContext: {} } };
    const tracking: Tracking = { ...CONFIG_MAP, schema: builtInSchema('Pod') };
    expect(fieldsOf(trackUpdate(tracking, {}, pod, NO_MANAGERS, updater('m')), 'm')).toEqual({
      'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } },
      'f:spec': { 'f:containers': { 'k:{"name":"c"}': { '.': {}, 'f:name': {}, 'f:resources': {} } }, 'f:securityContext': {} },
    });
  });

  it('fold the oldest managers into one when there are more than ten', () => {
    let managers = NO_MANAGERS;
    let live: { data: { [key: string]: string } } = { data: {} };
    for (let index = 0; index < 13; index += 1) {
      const next = { data: { ...live.data, [`k${index}`]: '1' } };
      managers = trackUpdate(
        { ...CONFIG_MAP, now: `2026-01-01T00:00:${String(index).padStart(2, '0')}Z` },
        live,
        next,
        managers,
        updater(`m${index}`),
      );
      live = next;
    }
    const names = (writeManagers(managers) ?? []).map(({ manager }) => manager);
    expect(names).toEqual(['ancient-changes', ...Array.from({ length: 9 }, (_, index) => `m${index + 4}`)]);
    expect(fieldsOf(managers, 'ancient-changes')).toEqual({ 'f:data': { 'f:k0': {}, 'f:k1': {}, 'f:k2': {}, 'f:k3': {} } });
  });
});

describe('custom resources', () => {
  const schema = structuralSchema({
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: {
          rules: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['id'],
            items: { type: 'object', properties: { id: { type: 'integer', default: 7 }, to: { type: 'string' } } },
          },
          free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    },
  });
  const tracking: Tracking = { ...CONFIG_MAP, apiVersion: 'example.com/v1', schema };

  it('have keys with defaults, and fields of any shape where the schema is open', () => {
    const { managers } = history(tracking, ['m', { spec: { rules: [{ to: 'a' }], free: { a: { b: 1 }, l: [1] } } }]);
    expect(fieldsOf(managers, 'm')).toEqual({
      'f:spec': { 'f:rules': { 'k:{"id":7}': { '.': {}, 'f:to': {} } }, 'f:free': { 'f:a': { '.': {}, 'f:b': {} }, 'f:l': {} } },
    });
  });

  it('are managed as a whole where their schema has become one', () => {
    const atomic = structuralSchema({
      type: 'object',
      properties: {
        spec: { type: 'object', 'x-kubernetes-map-type': 'atomic', properties: { rules: { type: 'array', items: { type: 'object' } } } },
      },
    });
    const before = readManagers([
      {
        manager: 'm',
        operation: 'Apply',
        apiVersion: 'example.com/v1',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': { 'f:rules': { 'k:{"id":7}': {} } } },
      },
    ]);
    const live = { spec: { rules: [{ id: 7 }] } };
    const { managers } = applyConfiguration(
      { ...tracking, schema: atomic },
      live,
      { metadata: { labels: { a: 'b' } } },
      before ?? NO_MANAGERS,
      applier('n', 'example.com/v1'),
      false,
    );
    expect(fieldsOf(managers, 'm')).toEqual({ 'f:spec': {} });
  });
});
