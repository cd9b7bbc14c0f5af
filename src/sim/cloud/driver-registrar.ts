/**
 * The node part of the cluster's own storage driver: tells by the CSINode of a machine that volumes can be brought there. Comes with the
 * first pod that wants one, which is when somebody could ask.
 */
import { ApiError } from '../../api/errors.ts';
import { nameOf, uidOf } from '../../api/object.ts';
import { CSI_NODE, NODE } from '../../api/resources.ts';
import type { Pod } from '../../api/types.gen.ts';
import { csiNode, hasClaims, runsDriver } from '../client/pod-volumes.ts';
import type { LateBehaviour, LateContext } from '../kernel/late-component.ts';
import { VOLUME_DRIVER } from '../kernel/spec.ts';

export const driverRegistrar: LateBehaviour = {
  onChange(context, _type, { type, object }) {
    if (context.spec.volumes !== 'provisioned' || type === 'DELETED') return;
    const pod = object as Pod;
    if (pod.spec?.nodeName && hasClaims(pod)) context.enqueue(pod.spec.nodeName);
  },
  sync: register,
};

function register(context: LateContext, name: string): undefined {
  const node = context.lister(NODE).byKey(name);
  // A Node without a machine has nobody who could mount.
  const hasMachine = context.ask('kubelet', name, { type: 'power' }) !== undefined;
  const known = csiNode(context.client, name);
  if (node === undefined || !hasMachine || runsDriver(known, VOLUME_DRIVER)) return;
  const driver = { name: VOLUME_DRIVER, nodeID: name };
  try {
    if (known !== undefined) context.client.update(CSI_NODE, { ...known, spec: { drivers: [...(known.spec?.drivers ?? []), driver] } });
    else {
      context.client.create(CSI_NODE, {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'CSINode',
        metadata: { name, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: nameOf(node), uid: uidOf(node) }] },
        spec: { drivers: [driver] },
      });
    }
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
  }
}
