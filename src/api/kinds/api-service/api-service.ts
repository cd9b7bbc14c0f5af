import { type FieldError, invalid, notSupported, required } from '../../field-error.ts';
import type { WriteContext } from '../../kind.ts';
import { dns1035Label, dns1123Subdomain, nameIsPathSegment } from '../../names.ts';
import { nameOf } from '../../object.ts';
import { API_SERVICE } from '../../resources.ts';
import { formatTime } from '../../time.ts';
import type { APIService, APIServiceSpec } from '../../types.gen.ts';
import { base64Length } from '../base64.ts';
import { type Findings, checkPresent, checkRule, findingsOf, isUnset } from '../checks.ts';
import { AGE, NAME, column } from '../columns.ts';
import { plainKind } from '../plain.ts';
import { alter, fill } from '../sharing.ts';
import { withMetadataOf, withSpecOf, withStatusOf } from '../strategy.ts';

/** `k8s.io/kube-aggregator`. The server's own groups are such objects too; those of other servers are stored and never available. */
export const apiServiceKind = plainKind<APIService>(API_SERVICE, {
  categories: ['api-extensions'],
  etcdPrefix: '/registry/apiregistration.k8s.io/apiservices',
  subresources: ['status'],
  requireVersionOnUpdate: true,
  validateName: nameIsPathSegment,
  default: (service) => alter(service, 'spec', (spec) => alter(spec, 'service', (reference) => fill(reference, { port: HTTPS_PORT }))),
  prepareForCreate: (service, context) => ({ ...service, status: service.spec?.service === undefined ? localStatus(context) : {} }),
  prepareForUpdate: withStatusOf,
  prepareForStatusUpdate: (next, stored) => withSpecOf({ ...next, metadata: withMetadataOf(next, stored) }, stored),
  validate: validateApiService,
  validateUpdate: validateApiService,
  validateStatusUpdate,
  columns: [
    NAME,
    column<APIService>('Service', 'string', ({ spec }) =>
      spec?.service === undefined ? 'Local' : `${spec.service.namespace ?? ''}/${spec.service.name ?? ''}`,
    ),
    column<APIService>('Available', 'string', availability),
    AGE,
  ],
});

const HTTPS_PORT = 443;

function localStatus(context: WriteContext | undefined): NonNullable<APIService['status']> {
  const lastTransitionTime = formatTime(context?.server.now() ?? 0);
  const message = 'Local APIServices are always available';
  return { conditions: [{ type: 'Available', status: 'True', lastTransitionTime, reason: 'Local', message }] };
}

function availability({ status }: APIService): string {
  const condition = status?.conditions?.find(({ type }) => type === 'Available');
  if (condition === undefined) return 'Unknown';
  return condition.status === 'True' || !condition.reason ? condition.status : `${condition.status} (${condition.reason})`;
}

const NO_SPEC: APIServiceSpec = { groupPriorityMinimum: 0, versionPriority: 0 };

function validateApiService(service: APIService): readonly FieldError[] {
  return findingsOf((findings) => {
    const spec = service.spec ?? NO_SPEC;
    const { group = '', version = '' } = spec;
    const name = `${version}.${group}`;
    if (nameOf(service) !== name)
      findings.push(invalid('metadata.name', nameOf(service), `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(name)}`));
    checkGroupVersion(group, version, findings);
    checkPriority(spec.groupPriorityMinimum, 20_000, 'spec.groupPriorityMinimum', findings);
    checkPriority(spec.versionPriority, 1000, 'spec.versionPriority', findings);
    checkService(spec, findings);
  });
}

function checkGroupVersion(group: string, version: string, findings: Findings): void {
  if (group === '' && version !== 'v1')
    findings.push(required('spec.group', 'only v1 may have an empty group and it better be legacy kube'));
  if (group !== '') checkRule(dns1123Subdomain, group, 'spec.group', findings);
  checkRule(dns1035Label, version, 'spec.version', findings);
}

function checkPriority(priority: number | undefined, most: number, path: string, findings: Findings): void {
  const value = priority ?? 0;
  if (value <= 0 || value > most) findings.push(invalid(path, value, `must be positive and less than ${most}`));
}

function checkService({ service, caBundle, insecureSkipTLSVerify: insecure }: APIServiceSpec, findings: Findings): void {
  const hasBundle = !isUnset(caBundle);
  if (service === undefined) {
    if (hasBundle) findings.push(invalid('spec.caBundle', `${base64Length(caBundle)} bytes`, 'local APIServices may not have a caBundle'));
    if (insecure) findings.push(invalid('spec.insecureSkipTLSVerify', true, 'local APIServices may not have insecureSkipTLSVerify'));
    return;
  }
  checkPresent(service.namespace, 'spec.service.namespace', findings);
  checkPresent(service.name, 'spec.service.name', findings);
  const port = service.port ?? 0;
  if (port < 1 || port > 65_535)
    findings.push(invalid('spec.service.port', port, 'port is not valid: must be between 1 and 65535, inclusive'));
  if (insecure && hasBundle) findings.push(invalid('spec.insecureSkipTLSVerify', true, 'may not be true if caBundle is present'));
}

function validateStatusUpdate({ status }: APIService): readonly FieldError[] {
  return (status?.conditions ?? []).flatMap((condition, index) =>
    STATUSES.includes(condition.status) ? [] : [notSupported(`status.conditions[${index}].status`, condition.status ?? '', STATUSES)],
  );
}

const STATUSES = ['True', 'False', 'Unknown'];
