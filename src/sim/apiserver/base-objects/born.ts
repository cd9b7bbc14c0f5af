import type { KubeObject, ResourceType } from '../../../api/object.ts';

/** An object that every cluster is born with, but for its name, its uid and what else the server gives. */
export interface Born {
  readonly type: ResourceType;
  /** `namespace/name`, or `name`. */
  readonly key: string;
  readonly object: KubeObject;
}
