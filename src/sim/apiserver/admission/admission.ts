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
  for (const plugin of chainOf(scope).mutating) admitted = plugin.mutate(scope, admitted, attributes, reinvocation);
  return admitted;
}

export function validateInAdmission(scope: RequestScope, object: KubeObject, attributes: AdmissionAttributes): void {
  for (const plugin of chainOf(scope).validating) plugin.validate(scope, object, attributes);
}

interface Chain {
  readonly mutating: readonly Required<Pick<AdmissionPlugin, 'mutate'>>[];
  readonly validating: readonly Required<Pick<AdmissionPlugin, 'validate'>>[];
}

interface Chains {
  readonly builtIn: Chain;
  readonly custom: Chain;
}

const FIRST_ONLY = chainsOf(FIRST);
const CHAINS = new WeakMap<readonly AdmissionPlugin[], Chains>();

function chainOf({ server, kind }: RequestScope): Chain {
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
  const ordered = inOrder(plugins);
  return { builtIn: chain(ordered), custom: chain(ordered.filter(({ name }) => OF_ANY_KIND.has(name))) };
}

/** Every write passes both phases, so each has only those that take part in it. */
function chain(plugins: readonly AdmissionPlugin[]): Chain {
  return {
    mutating: plugins.filter((plugin): plugin is AdmissionPlugin & Chain['mutating'][number] => plugin.mutate !== undefined),
    validating: plugins.filter((plugin): plugin is AdmissionPlugin & Chain['validating'][number] => plugin.validate !== undefined),
  };
}

function inOrder(plugins: readonly AdmissionPlugin[]): readonly AdmissionPlugin[] {
  return PLUGIN_ORDER.flatMap((name) => plugins.filter((plugin) => plugin.name === name));
}
