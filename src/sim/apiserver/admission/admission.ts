/** The admission chain in the real order: all mutating plugins, each for the kinds that it cares about. One file per plugin. */
import type { KubeObject } from '../../../api/object.ts';
import type { RequestScope } from '../server.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { priority } from './priority.ts';
import { serviceAccount } from './service-account.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition.ts';

/** Looks at an object on its way into the store; gives it back changed, or throws an ApiError. */
export type CreateAdmission = (scope: RequestScope, object: KubeObject) => KubeObject;

const ON_CREATE: readonly CreateAdmission[] = [
  namespaceLifecycle,
  serviceAccount,
  taintNodesByCondition,
  priority,
  defaultTolerationSeconds,
];

export function admitCreate(scope: RequestScope, object: KubeObject): KubeObject {
  let admitted = object;
  for (const plugin of ON_CREATE) admitted = plugin(scope, admitted);
  return admitted;
}

/** Of the plugins here only DefaultTolerationSeconds looks at updates too. */
export function admitUpdate(scope: RequestScope, next: KubeObject, stored: KubeObject): KubeObject {
  return sameSpec(next, stored) ? next : defaultTolerationSeconds(scope, next);
}

function sameSpec(a: KubeObject, b: KubeObject): boolean {
  return (a as { spec?: unknown }).spec === (b as { spec?: unknown }).spec;
}
