import type { Service } from '../../types.gen.ts';
import { cidrWarnings, ipWarnings } from '../cidr.ts';
import { isHeadless, specOf } from './needs.ts';

/** Texts of Warning headers about Services (`pkg/api/service/warnings.go`). */
export function serviceWarnings(service: Service): readonly string[] {
  const spec = specOf(service);
  const { externalIPs = [], loadBalancerIP = '', loadBalancerSourceRanges = [], type } = spec;
  const headless = isHeadless(spec);
  const isExternalName = type === 'ExternalName';
  return [
    ...when(
      service.metadata.annotations?.['service.kubernetes.io/topology-aware-hints'] !== undefined,
      'annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead',
    ),
    ...(headless ? [] : (spec.clusterIPs ?? []).flatMap((ip, index) => ipWarnings(ip, `spec.clusterIPs[${index}]`))),
    ...when(headless && loadBalancerIP !== '', 'spec.loadBalancerIP is ignored for headless services'),
    ...when(headless && externalIPs.length > 0, 'spec.externalIPs is ignored for headless services'),
    ...when(headless && spec.sessionAffinity !== 'None', 'spec.SessionAffinity is ignored for headless services'),
    ...externalIPs.flatMap((ip, index) => ipWarnings(ip, `spec.externalIPs[${index}]`)),
    ...when(
      externalIPs.length > 0 && !headless && !isExternalName,
      'spec.externalIPs is deprecated and may no longer be implemented in some clusters',
    ),
    ...(loadBalancerIP === '' ? [] : ipWarnings(loadBalancerIP, 'spec.loadBalancerIP')),
    ...loadBalancerSourceRanges.flatMap((range, index) => cidrWarnings(range, `spec.loadBalancerSourceRanges[${index}]`)),
    ...when(isExternalName && externalIPs.length > 0, 'spec.externalIPs is ignored when spec.type is "ExternalName"'),
    ...when(!isExternalName && (spec.externalName ?? '') !== '', 'spec.externalName is ignored when spec.type is not "ExternalName"'),
    ...when(spec.trafficDistribution === 'PreferClose', 'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"'),
  ];
}

function when(applies: boolean, text: string): readonly string[] {
  return applies ? [text] : [];
}
