/**
 * metadata.managedFields as a client sees them. That every field of a set is there can't be asked for: what is written past the
 * managers, by a binding for one, leaves sets as they are. And a write to the scale leaves a second entry, without a time, of a manager
 * who had the replicas before (k8s.io/apimachinery/pkg/util/managedfields/scalehandler.go).
 */
import { keyOf } from '../../../api/object.ts';
import type { KubeList } from '../../../api/request.ts';
import { DEPLOYMENT, POD, REPLICA_SET, SERVICE, STATEFUL_SET } from '../../../api/resources.ts';
import { atRest } from './invariant.ts';

export const managersAreSane = atRest('no manager of fields stands twice', function* ({ cluster }) {
  for (const { group, resource } of [DEPLOYMENT, REPLICA_SET, STATEFUL_SET, SERVICE, POD]) {
    const { items } = cluster.request({ verb: 'list', group, resource }).body as KubeList;
    for (const object of items) {
      const entries = (object.metadata.managedFields ?? []).filter(({ time }) => time !== undefined);
      const names = entries.map(
        ({ manager, operation, apiVersion, subresource = '' }) => `${manager} ${operation} ${apiVersion} ${subresource}`,
      );
      if (new Set(names).size < names.length) yield `${resource} ${keyOf(object)}: ${names.join(', ')}`;
    }
  }
});
