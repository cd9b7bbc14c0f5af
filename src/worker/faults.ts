/** What is done to the world past the API, and what became of the control plane. */
import type { Status } from '../api/types.gen.ts';
import type { Answers, FaultRequest } from '../protocol/messages.ts';
import type { Cluster } from '../sim/engine.ts';
import { newMachine } from './boot.ts';

export function fault(cluster: Cluster, request: FaultRequest): Answers['fault'] {
  const { code, body } = cluster.execute({
    type: 'fault',
    fault: request.type === 'node-add' ? { type: 'node-add', machine: newMachine(cluster, request) } : request,
  });
  return { error: code < 400 ? '' : ((body as Status).message ?? '') };
}

const KUBELET = 'kubelet/';

export function controlPlane(cluster: Cluster): Answers['control-plane'] {
  const kubelets = [...cluster.state.stopped].filter((id) => id.startsWith(KUBELET));
  return { parts: cluster.controlPlane(), kubeletsStopped: kubelets.map((id) => id.slice(KUBELET.length)) };
}
