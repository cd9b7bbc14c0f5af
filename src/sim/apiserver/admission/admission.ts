/** The admission chain in the real order: mutating plugins before validation, validating ones after it. One file per plugin. */
import type { KubeObject } from '../../../api/object.ts';
import type { RequestScope, Server } from '../server.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { type AdmissionAttributes, type AdmissionPlugin, PLUGIN_ORDER } from './plugin.ts';
import { priority } from './priority.ts';
import { serviceAccount } from './service-account.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition.ts';

/** What a cluster that nobody has touched needs; the others come with the server's extension. */
const FIRST: readonly AdmissionPlugin[] = [namespaceLifecycle, serviceAccount, taintNodesByCondition, priority, defaultTolerationSeconds];

export function mutateInAdmission(scope: RequestScope, object: KubeObject, attributes: AdmissionAttributes): KubeObject {
  let admitted = object;
  for (const plugin of chainOf(scope.server)) if (plugin.mutate !== undefined) admitted = plugin.mutate(scope, admitted, attributes);
  return admitted;
}

export function validateInAdmission(scope: RequestScope, object: KubeObject, attributes: AdmissionAttributes): void {
  for (const plugin of chainOf(scope.server)) plugin.validate?.(scope, object, attributes);
}

const FIRST_ONLY = inOrder(FIRST);
const CHAINS = new WeakMap<readonly AdmissionPlugin[], readonly AdmissionPlugin[]>();

function chainOf(server: Server): readonly AdmissionPlugin[] {
  const more = server.extension()?.admission;
  if (more === undefined) return FIRST_ONLY;
  const known = CHAINS.get(more);
  if (known !== undefined) return known;
  const chain = inOrder([...FIRST, ...more]);
  CHAINS.set(more, chain);
  return chain;
}

function inOrder(plugins: readonly AdmissionPlugin[]): readonly AdmissionPlugin[] {
  return PLUGIN_ORDER.flatMap((name) => plugins.filter((plugin) => plugin.name === name));
}
