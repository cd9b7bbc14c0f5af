import type { KubeObject } from '../../api/object.ts';
import type { Session } from '../session.ts';

/** What `kubectl describe` prints of one kind. `registry.ts` lists them all. */
export interface Describer<T extends KubeObject = KubeObject> {
  /** The core group unless it says otherwise. */
  readonly group?: string;
  readonly kind: string;
  /** Text with tabs between its cells; events follow it. */
  describe(session: Session, object: T, now: number): Promise<string> | string;
  /** Namespaces, Roles and the like end without events. */
  readonly withoutEvents?: true;
}

export function defineDescriber<T extends KubeObject>(describer: Describer<T>): Describer {
  return describer;
}
