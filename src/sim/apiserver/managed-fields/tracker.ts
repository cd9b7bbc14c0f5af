/** What keeps metadata.managedFields up to date with the writes of one client. */
import type { KubeObject } from '../../../api/object.ts';
import type { ManagedFieldsEntry } from '../../../api/types.gen.ts';
import type { RequestScope } from '../server.ts';

export type ManagedFields = readonly ManagedFieldsEntry[] | undefined;

export interface FieldTracker {
  /** Who is told to have written. */
  readonly manager: string;
  /** `draft` is what the client sent, with its defaults: what admission adds belongs to nobody. */
  created(scope: RequestScope, draft: KubeObject): ManagedFields;
  /**
   * `next` is what the client made of `stored`. Gives the list of the stored object back, the very same one, when the managers are
   * no others than before; `changed` says whether anything else is to be written.
   */
  updated(scope: RequestScope, stored: KubeObject, next: KubeObject, subresource: string, changed: boolean): ManagedFields;
}
