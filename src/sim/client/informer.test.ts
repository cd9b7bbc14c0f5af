import { expect, it } from 'vitest';
import type { KubeObject } from '../../api/object.ts';
import type { Pod } from '../../api/types.gen.ts';
import { createInformer, listerOf, remove, upsert } from './informer.ts';

function pod(name: string, volumes: readonly object[]): KubeObject {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: { containers: [], volumes } } as KubeObject;
}

const claim = (claimName: string) => ({ name: claimName, persistentVolumeClaim: { claimName } });

it('finds pods by each of the claims that they use', () => {
  const informer = createInformer();
  const lister = listerOf<Pod>(informer);
  const users = (name: string) => lister.by('claim', `default/${name}`).map(({ metadata }) => metadata.name);
  upsert(informer, 'default/a', pod('a', [claim('one'), claim('two'), { name: 'tmp', emptyDir: {} }]));
  expect(users('one')).toEqual(['a']);
  upsert(informer, 'default/b', pod('b', [claim('two'), { name: 'own', ephemeral: {} }]));
  expect(users('two')).toEqual(['a', 'b']);
  expect(users('b-own')).toEqual(['b']);
  upsert(informer, 'default/a', pod('a', [claim('two'), claim('three')]));
  expect([users('one'), users('two'), users('three')]).toEqual([[], ['a', 'b'], ['a']]);
  remove(informer, 'default/b');
  expect([users('two'), users('b-own')]).toEqual([['a'], []]);
});

it('finds objects by each of their finalizers', () => {
  const informer = createInformer();
  const held = (name: string) => listerOf(informer).by('finalizer', `default/${name}`).length;
  const withFinalizers = (...finalizers: readonly string[]) => ({
    ...pod('a', []),
    metadata: { name: 'a', namespace: 'default', finalizers },
  });
  upsert(informer, 'default/a', withFinalizers('x.io/one', 'x.io/two'));
  expect([held('x.io/one'), held('x.io/two')]).toEqual([1, 1]);
  upsert(informer, 'default/a', withFinalizers('x.io/two'));
  expect([held('x.io/one'), held('x.io/two')]).toEqual([0, 1]);
  upsert(informer, 'default/a', pod('a', []));
  expect(held('x.io/two')).toBe(0);
});
