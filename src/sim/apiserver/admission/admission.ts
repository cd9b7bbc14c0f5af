/** The admission chain in the real order: mutating plugins before validation, validating ones after it. One file per plugin. */
import type { KubeObject } from '../../../api/object.ts';
import type { RequestScope } from '../server.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds.ts';
import { namespaceLifecycle } from './namespace-lifecycle.ts';
import { type AdmissionAttributes, type AdmissionPlugin, PLUGIN_ORDER, type Reinvocation } from './plugin.ts';
import { priority } from './priority.ts';
import { serviceAccount } from './service-account.ts';
import { taintNodesByCondition } from './taint-nodes-by-condition.ts';

/** The others know the kinds that they are about by name, and a custom resource may be called `Ingress` too. */
const OF_ANY_KIND: ReadonlySet<string> = new Set([
  'NamespaceLifecycle',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionWebhook',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionWebhook',
  'ResourceQuota',
]);

/** What a cluster that nobody has touched needs; the others come with the server's extension. */
const FIRST: readonly AdmissionPlugin[] = [namespaceLifecycle, serviceAccount, taintNodesByCondition, priority, defaultTolerationSeconds];

export function mutateInAdmission(scope: RequestScope, object: KubeObject, attributes: AdmissionAttributes): KubeObject {
  const reinvocation: Reinvocation = {};
  const admitted = mutateAll(scope, object, attributes, reinvocation);
  return reinvocation.eligible === undefined ? admitted : mutateAll(scope, admitted, attributes, reinvocation);
}

function mutateAll(scope: RequestScope, object: KubeObject, attributes: AdmissionAttributes, reinvocation: Reinvocation): KubeObject {
  let admitted = object;
  for (const plugin of chainOf(scope)) if (plugin.mutate !== undefined) admitted = plugin.mutate(scope, admitted, attributes, reinvocation);
  return admitted;
}

export function validateInAdmission(scope: RequestScope, object: KubeObject, attributes: AdmissionAttributes): void {
  for (const plugin of chainOf(scope)) plugin.validate?.(scope, object, attributes);
}

interface Chains {
  readonly builtIn: readonly AdmissionPlugin[];
  readonly custom: readonly AdmissionPlugin[];
}

const FIRST_ONLY = chainsOf(FIRST);
const CHAINS = new WeakMap<readonly AdmissionPlugin[], Chains>();

function chainOf({ server, kind }: RequestScope): readonly AdmissionPlugin[] {
  const more = server.extension()?.admission;
  const chains = more === undefined ? FIRST_ONLY : (CHAINS.get(more) ?? remembered(more));
  return kind.custom === undefined ? chains.builtIn : chains.custom;
}

function remembered(more: readonly AdmissionPlugin[]): Chains {
  const chains = chainsOf([...FIRST, ...more]);
  CHAINS.set(more, chains);
  return chains;
}

function chainsOf(plugins: readonly AdmissionPlugin[]): Chains {
  const builtIn = inOrder(plugins);
  return { builtIn, custom: builtIn.filter(({ name }) => OF_ANY_KIND.has(name)) };
}

function inOrder(plugins: readonly AdmissionPlugin[]): readonly AdmissionPlugin[] {
  return PLUGIN_ORDER.flatMap((name) => plugins.filter((plugin) => plugin.name === name));
}
