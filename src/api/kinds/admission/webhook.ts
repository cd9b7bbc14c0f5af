/** Webhook configurations of both sorts: defaults and rules (pkg/apis/admissionregistration/validation). */
import { deepEqual } from '../../../base/equal.ts';
import { parseUrl } from '../../cel/library/url.ts';
import { type FieldError, duplicate, invalid, required } from '../../field-error.ts';
import { dns1035Label, dns1123Subdomain } from '../../names.ts';
import type { KubeObject } from '../../object.ts';
import type { MutatingWebhook, ServiceReference, ValidatingWebhook, WebhookClientConfig } from '../../types.gen.ts';
import { validateLabelSelector } from '../../validation/label-selector.ts';
import { type Findings, checkOneOf, checkPortNumber, checkRule, findingsOf, isUnset } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import type { KindDefinition } from '../../kind.ts';
import { alter, drop, fillAbsent, mapShared } from '../sharing.ts';
import {
  FAILURE_POLICIES,
  MATCH_POLICIES,
  REINVOCATION_POLICIES,
  checkMatchConditions,
  checkRuleWithOperations,
  defaultRule,
  staticSuffixWarnings,
} from './rules.ts';

export type Webhook = ValidatingWebhook | MutatingWebhook;
type Configuration = KubeObject & { readonly webhooks?: readonly Webhook[] };

/** What both kinds of configurations are, but for their defaults. */
export function webhookConfiguration<T extends Configuration>(): Pick<
  KindDefinition<T>,
  | 'hasGeneration'
  | 'requireVersionOnUpdate'
  | 'categories'
  | 'prepareForCreate'
  | 'prepareForUpdate'
  | 'generationChanged'
  | 'validate'
  | 'validateUpdate'
  | 'warnings'
  | 'columns'
> {
  return {
    hasGeneration: true,
    requireVersionOnUpdate: true,
    categories: ['api-extensions'],
    prepareForCreate: withoutEmptyList,
    prepareForUpdate: (next, stored) => {
      const written = withoutEmptyList(next);
      // To Go an empty list is not what it has stored, which is none.
      if (written === next || stored.webhooks !== undefined) return written;
      return { ...written, metadata: { ...written.metadata, generation: (stored.metadata.generation ?? 0) + 1 } };
    },
    generationChanged: (next, stored) => !deepEqual(next.webhooks, stored.webhooks),
    validate: ({ webhooks = [] }) => validateWebhooks(webhooks, STRICT),
    validateUpdate: (next, stored) => validateWebhooks(next.webhooks ?? [], leniency(next.webhooks ?? [], stored.webhooks ?? [])),
    warnings: staticSuffixWarnings,
    columns: [NAME, column<T>('Webhooks', 'integer', ({ webhooks = [] }) => webhooks.length), AGE],
  };
}

function withoutEmptyList<T extends Configuration>(configuration: T): T {
  return configuration.webhooks?.length === 0 ? drop(configuration, 'webhooks') : configuration;
}

export function defaultWebhook<T extends Webhook>(webhook: T, more: Partial<T> = {}): T {
  const defaults: Partial<Webhook> = {
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    namespaceSelector: {},
    objectSelector: {},
    timeoutSeconds: 10,
  };
  const next: Webhook = fillAbsent<T>(webhook, { ...(defaults as Partial<T>), ...more });
  const withRules = alter<Webhook, 'rules'>(next, 'rules', (rules) => mapShared(rules, defaultRule));
  return alter(withRules, 'clientConfig', (config) => alter(config, 'service', (service) => fillAbsent(service, { port: 443 }))) as T;
}

/** Old configurations may keep what new ones may not have. */
interface Demands {
  readonly matchConditions: boolean;
  readonly noSideEffects: boolean;
  readonly knownVersion: boolean;
  readonly uniqueNames: boolean;
}

const STRICT: Demands = { matchConditions: true, noSideEffects: true, knownVersion: true, uniqueNames: true };
const VERSIONS = ['v1', 'v1beta1'];
const NO_SIDE_EFFECTS = ['None', 'NoneOnDryRun'];
const SIDE_EFFECTS = ['None', 'NoneOnDryRun', 'Some', 'Unknown'];

function leniency(next: readonly Webhook[], stored: readonly Webhook[]): Demands {
  const same =
    next.length === stored.length && next.every((hook, index) => deepEqual(hook.matchConditions, stored[index]?.matchConditions));
  const versions = (hook: Partial<Webhook>): readonly string[] => hook.admissionReviewVersions ?? [];
  return {
    matchConditions: !same,
    noSideEffects: stored.every(({ sideEffects }) => NO_SIDE_EFFECTS.includes(sideEffects)),
    knownVersion: stored.every((hook) => versions(hook).length === 0 || versions(hook).some((text) => VERSIONS.includes(text))),
    uniqueNames: new Set(stored.map(({ name }) => name)).size === stored.length,
  };
}

function validateWebhooks(webhooks: readonly Webhook[], demands: Demands): readonly FieldError[] {
  return findingsOf((findings) => {
    const names = new Set<string>();
    for (const [index, webhook] of webhooks.entries()) {
      const path = `webhooks[${index}]`;
      checkWebhook(webhook, path, demands, findings);
      checkReviewVersions(webhook.admissionReviewVersions ?? [], `${path}.admissionReviewVersions`, demands.knownVersion, findings);
      if (isUnset(webhook.name) || !demands.uniqueNames) continue;
      if (names.has(webhook.name)) findings.push(duplicate(`${path}.name`, webhook.name));
      names.add(webhook.name);
    }
  });
}

const MAX_TIMEOUT = 30;

function checkWebhook(webhook: Webhook, path: string, demands: Demands, findings: Findings): void {
  const { failurePolicy, matchPolicy, timeoutSeconds, namespaceSelector, objectSelector, rules = [] } = webhook;
  checkQualifiedName(webhook.name ?? '', `${path}.name`, findings);
  for (const [index, rule] of rules.entries()) checkRuleWithOperations(rule, `${path}.rules[${index}]`, findings);
  if (failurePolicy !== undefined) checkOneOf(failurePolicy, FAILURE_POLICIES, `${path}.failurePolicy`, findings);
  if (matchPolicy !== undefined) checkOneOf(matchPolicy, MATCH_POLICIES, `${path}.matchPolicy`, findings);
  checkSideEffects(webhook.sideEffects, `${path}.sideEffects`, demands.noSideEffects ? NO_SIDE_EFFECTS : SIDE_EFFECTS, findings);
  if (timeoutSeconds !== undefined && (timeoutSeconds < 1 || timeoutSeconds > MAX_TIMEOUT)) {
    findings.push(invalid(`${path}.timeoutSeconds`, timeoutSeconds, 'the timeout value must be between 1 and 30 seconds'));
  }
  findings.push(...validateLabelSelector(namespaceSelector, `${path}.namespaceSelector`));
  findings.push(...validateLabelSelector(objectSelector, `${path}.objectSelector`));
  if ('reinvocationPolicy' in webhook)
    checkOneOf(webhook.reinvocationPolicy, REINVOCATION_POLICIES, `${path}.reinvocationPolicy`, findings);
  checkClientConfig(webhook.clientConfig ?? {}, `${path}.clientConfig`, findings);
  if (demands.matchConditions) checkMatchConditions(webhook.matchConditions ?? [], false, `${path}.matchConditions`, findings);
}

function checkSideEffects(value: string | undefined, path: string, allowed: readonly string[], findings: Findings): void {
  if (value === undefined) findings.push(required(path, `must specify one of ${allowed.join(', ')}`));
  else checkOneOf(value, allowed, path, findings);
}

/** A domain of three parts or more (validation.IsFullyQualifiedName). */
function checkQualifiedName(name: string, path: string, findings: Findings): void {
  if (name === '') return void findings.push(required(path));
  const texts = dns1123Subdomain(name);
  if (texts.length > 0) findings.push(invalid(path, name, texts.join(',')));
  else if (name.split('.').length < 3) {
    findings.push(invalid(path, name, 'should be a domain with at least three segments separated by dots'));
  }
}

function checkReviewVersions(versions: readonly string[], path: string, knownVersion: boolean, findings: Findings): void {
  if (versions.length === 0) return void findings.push(required(path, `must specify one of ${VERSIONS.join(', ')}`));
  for (const [index, version] of versions.entries()) {
    if (versions.indexOf(version) < index) findings.push(invalid(`${path}[${index}]`, version, 'duplicate version'));
    else checkRule(dns1035Label, version, `${path}[${index}]`, findings);
  }
  if (knownVersion && !versions.some((version) => VERSIONS.includes(version))) {
    findings.push(invalid(path, versions, `must include at least one of ${VERSIONS.join(', ')}`));
  }
}

function checkClientConfig({ url, service }: WebhookClientConfig, path: string, findings: Findings): void {
  if ((url === undefined) === (service === undefined)) {
    findings.push(required(path, 'exactly one of url or service is required'));
  } else if (url !== undefined) checkUrl(url, `${path}.url`, findings);
  else if (service !== undefined) checkService(service, `${path}.service`, findings);
}

const FORM = '; desired format: https://host[/path]';

/** pkg/util/webhook ValidateWebhookURL. */
export function checkUrl(url: string, path: string, findings: Findings): void {
  const [, beforeFragment = '', fragment = ''] = /^([^#]*)(?:#([^]*))?$/.exec(url) ?? [];
  const [, plain = '', query = ''] = /^([^?]*)(?:\?([^]*))?$/.exec(beforeFragment) ?? [];
  const isRelative = !/^[A-Za-z][A-Za-z0-9+.-]*:/.test(plain) && !plain.startsWith('/');
  const parsed = plain === '' || isRelative ? NO_URL : parseUrl(plain);
  if (typeof parsed === 'string') return void findings.push(required(path, `url must be a valid URL: ${parsed}${FORM}`));
  if (parsed.scheme !== 'https') findings.push(invalid(path, parsed.scheme, `'https' is the only allowed URL scheme${FORM}`));
  if (parsed.host === '') findings.push(invalid(path, parsed.host, `host must be specified${FORM}`));
  const user = /^[^/]*\/\/([^/]*)@/.exec(plain)?.[1];
  if (user !== undefined) findings.push(invalid(path, user, 'user information is not permitted in the URL'));
  if (fragment !== '') findings.push(invalid(path, fragment, 'fragments are not permitted in the URL'));
  if (query !== '') findings.push(invalid(path, query, 'query parameters are not permitted in the URL'));
}

const NO_URL = { scheme: '', host: '' };

/** pkg/util/webhook ValidateWebhookService; its caller hands it name and namespace the wrong way round. */
function checkService({ name, namespace, path: urlPath, port }: ServiceReference, path: string, findings: Findings): void {
  checkServiceTarget({ name: namespace, namespace: name, path: urlPath, port }, path, findings);
}

interface Target {
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly path: string | undefined;
  readonly port: number | undefined;
}

function checkServiceTarget({ name, namespace, path: urlPath = '/', port }: Target, path: string, findings: Findings): void {
  if (isUnset(name)) findings.push(required(`${path}.name`));
  if (isUnset(namespace)) findings.push(required(`${path}.namespace`));
  const ports = findingsOf((own) => checkPortNumber(port, '', own)).map(({ detail }) => detail);
  if (ports.length > 0) findings.push(invalid(`${path}.port`, port ?? 0, `port is not valid: ${ports.join(', ')}`));
  if (urlPath !== '/' && urlPath !== '') checkUrlPath(urlPath, `${path}.path`, findings);
}

function checkUrlPath(urlPath: string, path: string, findings: Findings): void {
  if (urlPath === '//') return void findings.push(invalid(path, urlPath, 'segment[0] may not be empty'));
  if (!urlPath.startsWith('/')) findings.push(invalid(path, urlPath, "must start with a '/'"));
  const steps = urlPath.slice(1).replace(/\/$/, '').split('/');
  for (const [index, step] of steps.entries()) {
    const texts = step === '' ? ['may not be empty'] : dns1123Subdomain(step).map((text) => `: ${text}`);
    for (const text of texts) findings.push(invalid(path, urlPath, `segment[${index}]${step === '' ? ' ' : ''}${text}`));
  }
}
