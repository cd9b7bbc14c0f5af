import type { Service } from '../../types.gen.ts';
import { isHeadless, specOf } from './needs.ts';

/** Texts of Warning headers about Services (`pkg/api/service/warnings.go`). */
export function serviceWarnings(service: Service): readonly string[] {
  const spec = specOf(service);
  const hasExternalIps = (spec.externalIPs ?? []).length > 0;
  const headless = isHeadless(spec);
  const warnings: readonly (readonly [boolean, string])[] = [
    [
      service.metadata.annotations?.['service.kubernetes.io/topology-aware-hints'] !== undefined,
      'annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead',
    ],
    [hasExternalIps, 'spec.externalIPs is deprecated and may no longer be implemented in some clusters'],
    [spec.type === 'ExternalName' && hasExternalIps, 'spec.externalIPs is ignored when spec.type is "ExternalName"'],
    [spec.type !== 'ExternalName' && (spec.externalName ?? '') !== '', 'spec.externalName is ignored when spec.type is not "ExternalName"'],
    [spec.trafficDistribution === 'PreferClose', 'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"'],
    [headless && (spec.loadBalancerIP ?? '') !== '', 'spec.loadBalancerIP is ignored for headless services'],
    [headless && hasExternalIps, 'spec.externalIPs is ignored for headless services'],
    [headless && spec.sessionAffinity === 'ClientIP', 'spec.SessionAffinity is ignored for headless services'],
  ];
  return warnings.filter(([applies]) => applies).map(([, text]) => text);
}
