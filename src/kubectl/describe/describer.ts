import type { KubeObject } from '../../api/object.ts';
import type { Session } from '../session.ts';

/** What `kubectl describe` prints of one kind. One file each, and a line in `registry.ts`. */
export interface Describer<T extends KubeObject = KubeObject> {
  readonly kind: string;
  /** Text with tabs between its cells; events follow it. */
  describe(session: Session, object: T, now: number): Promise<string> | string;
  /** Namespaces, ConfigMaps and the like end without events. */
  readonly withoutEvents?: true;
}

export function defineDescriber<T extends KubeObject>(describer: Describer<T>): Describer {
  return describer;
}
