import type { Pod } from '../../../api/types.gen.ts';
import { topologyOf } from '../subresources/binding.ts';
import type { AdmissionPlugin } from './plugin.ts';

/** A pod that is born on a node carries its zone and region; others get them when they are bound (plugin/pkg/admission/podtopologylabels). */
export const podTopologyLabels: AdmissionPlugin = {
  name: 'PodTopologyLabels',
  mutate(scope, object, { operation, subresource }) {
    if (object.kind !== 'Pod' || operation !== 'CREATE' || subresource !== '') return object;
    const node = (object as Pod).spec?.nodeName;
    const labels = node ? topologyOf(scope, node) : undefined;
    return labels === undefined
      ? object
      : { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...labels } } };
  },
};
