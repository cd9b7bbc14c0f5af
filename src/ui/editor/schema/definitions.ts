import type { CustomResourceDefinition } from '../../../api/types.gen.ts';
import type { Engine } from '../../engine/engine.ts';

/** The cluster's CustomResourceDefinitions; none when it can't be asked. */
export async function readDefinitions(engine: Engine): Promise<readonly CustomResourceDefinition[]> {
  const request = { verb: 'list', group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' } as const;
  const { body } = await engine.request({ type: 'api', request });
  return 'items' in body ? (body.items as unknown as readonly CustomResourceDefinition[]) : [];
}
