/**
 * What the API server hands out with a Service: families, cluster IPs and node ports (pkg/registry/core/service/storage/alloc.go).
 * Ranges and bands are the business of `cluster-ips.ts` and `node-ports.ts`.
 */
import { invalidError } from '../../api/errors.ts';
import { type FieldError, invalid } from '../../api/field-error.ts';
import { ipFamily } from '../../api/kinds/ip.ts';
import { needsClusterIp } from '../../api/kinds/service/needs.ts';
import { type KubeObject, keyOf, nameOf } from '../../api/object.ts';
import { SERVICE } from '../../api/resources.ts';
import type { Service, ServiceSpec } from '../../api/types.gen.ts';
import { claimIp, giveBackIp, takeFreeIp } from './cluster-ips.ts';
import { portsOf, withHealthCheckPort, withNodePorts } from './node-ports.ts';
import type { RequestScope } from './server.ts';

export function allocateOnCreate(scope: RequestScope, object: KubeObject): KubeObject {
  if (object.kind !== 'Service' || scope.kind.custom) return object;
  const service = object as Service;
  return withSpec(service, allocated(scope, service, undefined));
}

/** Allocates what a Service newly needs and gives back the rest. What it leaves open of the old was filled in by its strategy. */
export function allocateOnUpdate(scope: RequestScope, next: KubeObject, stored: KubeObject): KubeObject {
  if (next.kind !== 'Service' || scope.kind.custom) return next;
  const service = next as Service;
  const before = (stored as Service).spec;
  if (service.spec === before) return next;
  const spec = allocated(scope, service, before);
  if (!scope.dryRun) releaseUnused(scope, before, spec);
  return withSpec(service, spec);
}

/** Gives back everything that a Service held. */
export function release(scope: RequestScope, object: KubeObject): void {
  if (object.kind === 'Service' && !scope.kind.custom && !scope.dryRun) releaseUnused(scope, (object as Service).spec, undefined);
}

function withSpec(service: Service, spec: ServiceSpec): Service {
  return { ...service, spec };
}

/** All is found before anything is taken, so that a refusal leaves nothing behind. */
function allocated(scope: RequestScope, service: Service, before: ServiceSpec | undefined): ServiceSpec {
  const placed = withFamilies(service, service.spec ?? {}, before);
  const ported = withHealthCheckPort(scope, withNodePorts(scope, service, placed, before), before);
  const spec = withClusterIp(scope, service, ported, before);
  if (!scope.dryRun) for (const port of portsOf(spec)) scope.server.state.nodePorts.set(port, keyOf(service));
  return spec;
}

/** The one family that clusters here are configured with. */
const FAMILY = 'IPv4';

/** Which families a Service is of. One without a selector and without a cluster IP may be of those that the cluster lacks. */
function withFamilies(service: Service, spec: ServiceSpec, before: ServiceSpec | undefined): ServiceSpec {
  if (!needsClusterIp(spec)) return withoutClusterIp(spec);
  const isBare = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0;
  const policy = spec.ipFamilyPolicy ?? before?.ipFamilyPolicy ?? (isBare ? 'RequireDualStack' : 'SingleStack');
  const asked = cut({ ...spec, ipFamilyPolicy: policy }, before);
  refuse(service, policyErrors(asked, before));
  const families = asked.ipFamilies ?? [];
  if (isBare) return { ...asked, ipFamilies: bareFamilies(families, policy) };
  refuse(service, configurationErrors(asked));
  return { ...asked, ipFamilies: families.length === 0 ? [FAMILY] : families };
}

function withoutClusterIp(spec: ServiceSpec): ServiceSpec {
  const { clusterIP: _ip, clusterIPs: _ips, ipFamilies: _families, ipFamilyPolicy: _policy, ...rest } = spec;
  return rest;
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
  const isSame = (a: readonly string[], b: readonly string[] = []): boolean => a.length === b.length && a.every((x, i) => x === b[i]);
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
  return before.length === 2 && values.length === 1 && before[0] === values[0];
}

function configurationErrors({ ipFamilyPolicy: policy, ipFamilies = [] }: ServiceSpec): readonly FieldError[] {
  const dual = policy === 'RequireDualStack' ? [invalid('spec.ipFamilyPolicy', policy, 'this cluster is not configured for dual-stack services')] : []; // prettier-ignore
  const strange = ipFamilies.flatMap((family, index) =>
    family === FAMILY ? [] : [invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster')],
  );
  return [...dual, ...strange];
}

function withClusterIp(scope: RequestScope, service: Service, spec: ServiceSpec, before: ServiceSpec | undefined): ServiceSpec {
  if (!needsClusterIp(spec)) return spec;
  const asked = spec.clusterIP || spec.clusterIPs?.[0];
  if (asked === 'None' || (asked !== undefined && asked === before?.clusterIP)) return { ...spec, ...fieldsOf(asked) };
  return { ...spec, ...fieldsOf(asked ? claimIp(scope, service, asked) : takeFreeIp(scope, service)) };
}

function fieldsOf(ip: string): { clusterIP: string; clusterIPs: readonly string[] } {
  return { clusterIP: ip, clusterIPs: [ip] };
}

function releaseUnused(scope: RequestScope, before: ServiceSpec | undefined, after: ServiceSpec | undefined): void {
  if (before?.clusterIP && before.clusterIP !== after?.clusterIP) giveBackIp(scope, before.clusterIP);
  const kept = new Set(portsOf(after));
  for (const port of portsOf(before)) if (!kept.has(port)) scope.server.state.nodePorts.delete(port);
}

function refuse(service: Service, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidError(SERVICE, nameOf(service), errors);
}
