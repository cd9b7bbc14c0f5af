/**
 * What the API server hands out with a Service: families, cluster IPs and node ports (pkg/registry/core/service/storage/alloc.go).
 * Planned before the Service is checked, so that the checks see all of it, and taken once it is written.
 * Ranges and bands are the business of `cluster-ips.ts` and `node-ports.ts`.
 */
import { invalidError } from '../../api/errors.ts';
import { type FieldError, invalid } from '../../api/field-error.ts';
import { findingsOf } from '../../api/kinds/checks.ts';
import { ipFamily } from '../../api/kinds/ip.ts';
import { needsClusterIp } from '../../api/kinds/service/needs.ts';
import { checkClusterIps } from '../../api/kinds/service/validate-ips.ts';
import { put } from '../../api/kinds/sharing.ts';
import { type KubeObject, keyOf, nameOf } from '../../api/object.ts';
import { SERVICE } from '../../api/resources.ts';
import type { Service, ServiceSpec } from '../../api/types.gen.ts';
import { deepEqual } from '../../base/equal.ts';
import { assertFreeIp, freeIp, giveBackIp, occupyIp } from './cluster-ips.ts';
import { portsOf, withHealthCheckPort, withNodePorts } from './node-ports.ts';
import type { RequestScope } from './server.ts';

export function planOnCreate(scope: RequestScope, object: KubeObject): KubeObject {
  return object.kind === 'Service' ? planned(scope, object as Service, undefined) : object;
}

/** Plans for what a Service newly needs. What it leaves open of the old was filled in by its strategy. */
export function planOnUpdate(scope: RequestScope, next: KubeObject, stored: KubeObject): KubeObject {
  const { spec: before = {} } = stored as Service;
  return next.kind !== 'Service' || (next as Service).spec === before ? next : planned(scope, next as Service, before);
}

function planned(scope: RequestScope, service: Service, before: ServiceSpec | undefined): Service {
  const placed = withFamilies(service, service.spec ?? {}, before);
  const addressed = withClusterIp(scope, service, placed, before);
  const spec = withHealthCheckPort(scope, withNodePorts(scope, service, addressed, before), before);
  return deepEqual(spec, service.spec) ? service : { ...service, spec };
}

/** Takes what was planned for a Service that is about to be written, and gives back what it no longer needs. */
export function take(scope: RequestScope, object: KubeObject, stored?: KubeObject): void {
  if (object.kind !== 'Service' || scope.dryRun) return;
  const service = object as Service;
  const { spec } = service;
  const before = (stored as Service | undefined)?.spec;
  if (spec === before) return;
  const ip = ownIp(spec);
  if (ip !== undefined && ip !== ownIp(before)) occupyIp(scope, service, ip);
  for (const port of portsOf(spec)) scope.server.state.nodePorts.set(port, keyOf(service));
  releaseUnused(scope, before, spec);
}

/** Gives back everything that a Service held. */
export function release(scope: RequestScope, object: KubeObject): void {
  if (object.kind === 'Service' && !scope.dryRun) releaseUnused(scope, (object as Service).spec, undefined);
}

/** The one family that clusters here are configured with. */
const FAMILY = 'IPv4';

/** Which families a Service is of. One without a selector and without a cluster IP may be of those that the cluster lacks. */
function withFamilies(service: Service, spec: ServiceSpec, before: ServiceSpec | undefined): ServiceSpec {
  if (!needsClusterIp(spec) || (before !== undefined && prefersTheSame(spec, before))) return spec;
  const isBare = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;
  const policy = spec.ipFamilyPolicy ?? before?.ipFamilyPolicy ?? (isBare ? 'RequireDualStack' : 'SingleStack');
  const told = put(spec, 'ipFamilyPolicy', policy);
  const known = before?.clusterIPs ?? [];
  refuse(
    service,
    findingsOf((findings) => checkClusterIps(told, known, findings)),
  );
  const asked = cut(told, before);
  refuse(service, policyErrors(asked, before));
  const families = asked.ipFamilies ?? [];
  if (isBare) return { ...asked, ipFamilies: bareFamilies(families, policy) };
  refuse(service, configurationErrors(asked));
  return families.length === 0 ? { ...asked, ipFamilies: [FAMILY] } : asked;
}

/** Services that only prefer two families keep what they have until they ask for something else. */
function prefersTheSame(spec: ServiceSpec, before: ServiceSpec): boolean {
  const policy = 'PreferDualStack';
  if (spec.type !== before.type || spec.ipFamilyPolicy !== policy || (before.ipFamilyPolicy ?? policy) !== policy) return false;
  return isSame(spec.clusterIPs, before.clusterIPs) && isSame(spec.ipFamilies, before.ipFamilies);
}

function isSame(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function bareFamilies(families: readonly string[], policy: string): readonly string[] {
  const [first = FAMILY, second] = families;
  if (second !== undefined || policy === 'SingleStack') return families.length === 0 ? [first] : families;
  return [first, first === 'IPv4' ? 'IPv6' : 'IPv4'];
}

/** Who turns to a single stack and says no more means the first of each. */
function cut(spec: ServiceSpec, before: ServiceSpec | undefined): ServiceSpec {
  if (before === undefined || spec.ipFamilyPolicy !== 'SingleStack') return spec;
  const { clusterIPs: ips = [], ipFamilies: families = [] } = spec;
  return {
    ...spec,
    ...(ips.length > 1 && isSame(ips, before.clusterIPs) ? { clusterIPs: ips.slice(0, 1) } : {}),
    ...(families.length > 1 && isSame(families, before.ipFamilies) ? { ipFamilies: families.slice(0, 1) } : {}),
  };
}

function policyErrors(spec: ServiceSpec, before: ServiceSpec | undefined): readonly FieldError[] {
  const { ipFamilyPolicy: policy, clusterIPs: ips = [], ipFamilies: families = [] } = spec;
  const errors: FieldError[] = [];
  const complain = (detail: string): unknown => errors.push(invalid('spec.ipFamilyPolicy', policy, detail));
  if (policy === 'SingleStack') {
    const must = "must be 'RequireDualStack' or 'PreferDualStack' when multiple";
    if (ips.length === 2) complain(`${must} cluster IPs are specified`);
    if (families.length === 2) complain(`${must} IP families are specified`);
  } else {
    if (isReduced(ips, before?.clusterIPs)) complain("must be 'SingleStack' to release the secondary cluster IP");
    if (isReduced(families, before?.ipFamilies)) complain("must be 'SingleStack' to release the secondary IP family");
  }
  for (const [index, ip] of ips.entries()) {
    if (ip === 'None') break;
    const family = ipFamily(ip);
    if (index < families.length || family === undefined || family === FAMILY) continue;
    errors.push(invalid(`spec.clusterIPs[${index}]`, ips, `${family} is not configured on this cluster`));
  }
  return errors;
}

function isReduced(values: readonly string[], before: readonly string[] = []): boolean {
  return values.length > 0 && values.length < before.length;
}

function configurationErrors({ ipFamilyPolicy: policy, ipFamilies = [] }: ServiceSpec): readonly FieldError[] {
  const dual =
    policy === 'RequireDualStack' ? [invalid('spec.ipFamilyPolicy', policy, 'this cluster is not configured for dual-stack services')] : [];
  const strange = ipFamilies.flatMap((family, index) =>
    family === FAMILY ? [] : [invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster')],
  );
  return [...dual, ...strange];
}

/** Only one that had none gets one: what an update changes is for validation to refuse. */
function withClusterIp(scope: RequestScope, service: Service, spec: ServiceSpec, before: ServiceSpec | undefined): ServiceSpec {
  if (!needsClusterIp(spec) || (before?.clusterIP ?? '') !== '') return spec;
  const asked = spec.clusterIPs?.[0] ?? '';
  if (asked === 'None') return spec;
  if (asked !== '') assertFreeIp(scope, service, asked);
  return { ...spec, ...fieldsOf(asked || freeIp(scope, service)) };
}

function fieldsOf(ip: string): { clusterIP: string; clusterIPs: readonly string[] } {
  return { clusterIP: ip, clusterIPs: [ip] };
}

/** The address that a Service holds, if it holds one. */
function ownIp(spec: ServiceSpec | undefined): string | undefined {
  return spec?.clusterIP === 'None' ? undefined : spec?.clusterIP || undefined;
}

function releaseUnused(scope: RequestScope, before: ServiceSpec | undefined, after: ServiceSpec | undefined): void {
  const ip = ownIp(before);
  if (ip !== undefined && ip !== ownIp(after)) giveBackIp(scope, ip);
  const kept = new Set(portsOf(after));
  for (const port of portsOf(before)) if (!kept.has(port)) scope.server.state.nodePorts.delete(port);
}

function refuse(service: Service, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidError(SERVICE, nameOf(service), errors);
}
