import type { KubeObject } from '../../api/object.ts';
import type { Container } from '../../api/types.gen.ts';
import type { Session } from '../session.ts';
import { objectAt } from './objects.ts';

interface Containers {
  readonly initContainers?: readonly Container[];
  readonly containers?: readonly Container[];
}
type WithContainers = KubeObject & { readonly spec?: Containers & { readonly template?: { readonly spec?: Containers } } };

/** Containers of a pod, or of what makes pods; those that run first stand first. */
export async function containerNames(session: Session, mention: string): Promise<readonly string[]> {
  return (await objectAt(session, mention)).flatMap((object) => {
    const { spec } = object as WithContainers;
    const { initContainers = [], containers = [] } = spec?.template?.spec ?? spec ?? {};
    return [...initContainers, ...containers].map(({ name }) => name);
  });
}
