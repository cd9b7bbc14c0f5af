/**
 * Admission webhooks. Nothing that runs in this cluster can answer one, so a webhook that is about a request is asked in vain:
 * the request fails as it does when the webhook's server can't be reached, or passes when the webhook says that it may.
 */
import { parseUrl } from '../../../api/cel/library/url.ts';
import { type ApiError, badRequestError, failure, forbiddenError } from '../../../api/errors.ts';
import type { KubeObject } from '../../../api/object.ts';
import type {
  MutatingWebhook,
  MutatingWebhookConfiguration,
  Service,
  ServiceReference,
  ValidatingWebhook,
  ValidatingWebhookConfiguration,
} from '../../../api/types.gen.ts';
import { type StoreState, readObject, scanObjects } from '../../store/store.ts';
import type { RequestScope } from '../server.ts';
import type { AdmissionAttributes, AdmissionPlugin } from './plugin.ts';
import { matchConditions } from './policy/evaluation.ts';
import { hasObjects } from './policy/hooks.ts';
import { matchRules, matchesSelectors } from './policy/matching.ts';
import { type Subject, isExempt, subjectOf } from './policy/subject.ts';
import { evaluationOf } from './policy/variables.ts';

type Webhook = ValidatingWebhook | MutatingWebhook;
type Configuration = ValidatingWebhookConfiguration | MutatingWebhookConfiguration;

const MUTATING = 'mutatingwebhookconfigurations.admissionregistration.k8s.io';
const VALIDATING = 'validatingwebhookconfigurations.admissionregistration.k8s.io';

export const mutatingAdmissionWebhook: AdmissionPlugin = {
  name: 'MutatingAdmissionWebhook',
  mutate(scope, object, attributes, { eligible }) {
    if (eligible === undefined) callInTurn(scope, object, attributes);
    return object;
  },
  // What is deleted is not changed, but such webhooks are asked all the same.
  validate(scope, object, attributes) {
    if (attributes.operation === 'DELETE') callInTurn(scope, object, attributes);
  },
};

export const validatingAdmissionWebhook: AdmissionPlugin = {
  name: 'ValidatingAdmissionWebhook',
  validate: (scope, object, attributes) => callTogether(scope, object, attributes),
};

/** Throws for the first webhook that insists. */
function callInTurn(scope: RequestScope, object: KubeObject, attributes: AdmissionAttributes): void {
  const hooks = hooksFor(MUTATING, scope);
  if (hooks.length === 0) return;
  const subject = subjectOf(scope, object, attributes);
  for (const [index, { webhook, configuration }] of hooks.entries()) {
    if (!isCalled(subject, webhook)) continue;
    const key = `mutation.webhook.admission.k8s.io/round_0_index_${index}`;
    scope.annotations?.set(key, JSON.stringify({ configuration, webhook: webhook.name, mutated: false }));
    const error = call(scope, webhook, key);
    if (error !== undefined) throw error;
  }
}

/** All that are about the request are asked, whatever the others say. */
function callTogether(scope: RequestScope, object: KubeObject, attributes: AdmissionAttributes): void {
  const hooks = hooksFor(VALIDATING, scope);
  if (hooks.length === 0) return;
  const subject = subjectOf(scope, object, attributes);
  const called = hooks.filter(({ webhook }) => isCalled(subject, webhook));
  const errors = called.map(({ webhook }, index) => call(scope, webhook, `validating.webhook.admission.k8s.io/round_0_index_${index}`));
  const first = errors.find((error) => error !== undefined);
  if (first !== undefined) throw first;
}

interface Hook {
  readonly configuration: string;
  readonly webhook: Webhook;
}

/** In the order of the configurations' names. */
function hooksFor(resource: string, scope: RequestScope): readonly Hook[] {
  const { store } = scope.server;
  if (!hasObjects(store, resource) || isExempt(scope)) return [];
  return [...scanObjects(store, resource, '')].flatMap(([, object]) => {
    const { metadata, webhooks = [] } = object as Configuration;
    return webhooks.map((webhook) => ({ configuration: metadata.name ?? '', webhook }));
  });
}

function isCalled(subject: Subject, webhook: Webhook): boolean {
  const { rules = [], matchPolicy, namespaceSelector, objectSelector, matchConditions: conditions = [], failurePolicy } = webhook;
  if (!matchesSelectors(subject, namespaceSelector, objectSelector)) return false;
  const matched = matchRules(subject, rules, matchPolicy);
  if (matched === undefined) return false;
  const outcome = matchConditions(evaluationOf(subject, matched, {}, undefined), conditions, failurePolicy);
  if ('error' in outcome) throw forbiddenError(subject.scope.kind.type, subject.name, outcome.error);
  return outcome.matches;
}

/** What the call comes to: an error, or nothing for a webhook that may fail, of which the audit record is told. */
function call(scope: RequestScope, webhook: Webhook, key: string): ApiError | undefined {
  const { name, sideEffects, failurePolicy, clientConfig, timeoutSeconds = 10 } = webhook;
  if (scope.dryRun && sideEffects !== 'None' && sideEffects !== 'NoneOnDryRun') {
    return badRequestError(`admission webhook "${name}" does not support dry run`);
  }
  if (failurePolicy === 'Ignore') {
    scope.annotations?.set(`failed-open.${key}`, name);
    return undefined;
  }
  const why = unanswered(scope.server.store, clientConfig, timeoutSeconds);
  return internalError(`failed calling webhook "${name}": failed to call webhook: ${why}`);
}

/** What comes of a call that nobody answers. */
export function unanswered(store: StoreState, { service, url = '' }: Client, timeoutSeconds: number): string {
  const [address, why] = service === undefined ? external(url) : internal(store, service);
  return `Post "${address}?timeout=${timeoutSeconds}s": ${why}`;
}

interface Client {
  readonly service?: ServiceReference;
  readonly url?: string;
}

function internalError(message: string): ApiError {
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

/** The address, and what comes of dialling it. */
function external(url: string): readonly [string, string] {
  const parsed = parseUrl(url);
  if (typeof parsed === 'string') return [url, parsed];
  const { hostname, port } = parsed;
  const address = url.includes('/', 'https://'.length) ? url : `${url}/`;
  if (/^[\d.]+$|:/.test(hostname) || hostname === 'localhost') {
    const ip = hostname === 'localhost' ? '127.0.0.1' : hostname;
    return [address, refusedText(ip, port === '' ? 443 : Number(port))];
  }
  return [address, `dial tcp: lookup ${hostname}: no such host`];
}

function refusedText(ip: string, port: number): string {
  return `dial tcp ${ip.includes(':') ? `[${ip}]` : ip}:${port}: connect: connection refused`;
}

/** Through the service's address, as a server without aggregator routing does it (kube-aggregator/pkg/apiserver/resolvers.go). */
function internal(store: StoreState, { name, namespace, path = '/', port = 443 }: ServiceReference): readonly [string, string] {
  const address = `https://${name}.${namespace}.svc:${port}${path.startsWith('/') ? path : `/${path}`}`;
  const service = readObject(store, 'services', `${namespace}/${name}`) as Service | undefined;
  if (service === undefined) return [address, `service "${name}" not found`];
  const { type, clusterIP = '', externalName = '', ports = [] } = service.spec ?? {};
  if (type === 'ExternalName') return [address, `dial tcp: lookup ${externalName}: no such host`];
  if (clusterIP === 'None') return [address, 'cannot route to service with ClusterIP "None"'];
  if (!ports.some((each) => each.port === port)) return [address, `no service port ${port} found for service "${name}"`];
  return [address, refusedText(clusterIP, port)];
}
