import { expect, it } from 'vitest';
import type { KubeList } from '../../../api/request.ts';
import type { APIService } from '../../../api/types.gen.ts';
import { userWorld } from '../../../testing/users.ts';

const CRD = { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' };
const version = (name: string, served: boolean) => ({
  name,
  served,
  storage: name === 'v1',
  schema: { openAPIV3Schema: { type: 'object' } },
});
const definition = (isBetaServed: boolean) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'crontabs.stable.example.com' },
  spec: {
    group: 'stable.example.com',
    scope: 'Namespaced',
    names: { plural: 'crontabs', kind: 'CronTab' },
    versions: [version('v1', true), version('v1beta1', isBetaServed)],
  },
});

it('has an APIService for every version that a definition serves', () => {
  const { ask, told } = userWorld();
  const services = () => {
    const { body } = ask({ verb: 'list', group: 'apiregistration.k8s.io', resource: 'apiservices' });
    return (body as KubeList<APIService>).items.filter(({ spec }) => spec?.group === 'stable.example.com');
  };
  expect(told({ verb: 'create', ...CRD, body: definition(true) })).toBe('201');
  expect(services()).toMatchObject([
    {
      metadata: { name: 'v1.stable.example.com', labels: { 'kube-aggregator.kubernetes.io/automanaged': 'true' } },
      status: { conditions: [{ type: 'Available', status: 'True', reason: 'Local' }] },
    },
    { metadata: { name: 'v1beta1.stable.example.com' } },
  ]);
  const name = 'crontabs.stable.example.com';
  const patch = { spec: { versions: definition(false).spec.versions } };
  expect(told({ verb: 'patch', ...CRD, name, patchType: 'merge', body: patch })).toBe('200');
  expect(services().map(({ metadata }) => metadata.name)).toEqual(['v1.stable.example.com']);
  expect(told({ verb: 'delete', ...CRD, name })).toBe('200');
  expect(services()).toEqual([]);
});
