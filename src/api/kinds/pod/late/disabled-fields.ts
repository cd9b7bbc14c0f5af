import type { Container, PodSpec, Volume } from '../../../types.gen.ts';
import { alter, drop, mapShared, memoised } from '../../sharing.ts';

/** Fields of features that 1.36 has switched off are dropped before anything else looks at them (`pkg/api/pod`, dropDisabledFields). */
export const withoutDisabledFields: (spec: PodSpec) => PodSpec = memoised((spec) => {
  let next = drop(spec, 'schedulingGroup');
  for (const list of ['containers', 'initContainers'] as const) {
    next = alter(next, list, (containers) => mapShared(containers, withoutStopSignal));
  }
  return alter(next, 'volumes', (volumes) => mapShared(volumes, withoutDisabledSources));
});

function withoutStopSignal(container: Container): Container {
  if (container.lifecycle?.stopSignal === undefined) return container;
  const lifecycle = drop(container.lifecycle, 'stopSignal');
  return Object.keys(lifecycle).length === 0 ? drop(container, 'lifecycle') : { ...container, lifecycle };
}

function withoutDisabledSources(volume: Volume): Volume {
  return alter(volume, 'projected', (projected) =>
    alter(projected, 'sources', (sources) => mapShared(sources, (source) => drop(drop(source, 'clusterTrustBundle'), 'podCertificate'))),
  );
}
