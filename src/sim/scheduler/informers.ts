import {
  CSI_DRIVER,
  CSI_NODE,
  CSI_STORAGE_CAPACITY,
  NAMESPACE,
  PERSISTENT_VOLUME,
  PERSISTENT_VOLUME_CLAIM,
  POD,
  POD_DISRUPTION_BUDGET,
  REPLICATION_CONTROLLER,
  REPLICA_SET,
  STATEFUL_SET,
  VOLUME_ATTACHMENT,
} from '../../api/resources.ts';
import { newest } from '../client/own-writes.ts';
import { storageClassNamed } from '../client/storage-classes.ts';
import type { Informers } from './framework/plugin.ts';
import type { SchedulerContext } from './memory.ts';

export function informersOf(context: SchedulerContext): Informers {
  const { written } = context.memory;
  return {
    replicaSet: (namespace, name) => context.lister(REPLICA_SET).get(namespace, name),
    replicationController: (namespace, name) => context.lister(REPLICATION_CONTROLLER).get(namespace, name),
    statefulSet: (namespace, name) => context.lister(STATEFUL_SET).get(namespace, name),
    namespaceLabels: (name) => {
      const namespace = context.lister(NAMESPACE).get('', name);
      return namespace && (namespace.metadata.labels ?? {});
    },
    pod: (key) => context.lister(POD).byKey(key),
    podsOn: (node) => context.lister(POD).by('node', node),
    disruptionBudgets: () => context.lister(POD_DISRUPTION_BUDGET).list(),
    claim: (key) => {
      const claim = context.lister(PERSISTENT_VOLUME_CLAIM).byKey(key);
      return claim && newest(written, claim);
    },
    volume: (name) => {
      const volume = context.lister(PERSISTENT_VOLUME).byKey(name);
      return volume && newest(written, volume);
    },
    volumes: () =>
      context
        .lister(PERSISTENT_VOLUME)
        .list()
        .map((volume) => newest(written, volume)),
    storageClass: (name) => storageClassNamed(context.client, name),
    csiNode: (name) => context.lister(CSI_NODE).byKey(name),
    csiDriver: (name) => context.lister(CSI_DRIVER).byKey(name),
    storageCapacities: () => context.lister(CSI_STORAGE_CAPACITY).list(),
    attachmentsTo: (node) => context.lister(VOLUME_ATTACHMENT).by('node', node),
  };
}
