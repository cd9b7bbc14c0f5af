/** What is done to the world past the API, and what became of the control plane. */
import type { Status } from '../api/types.gen.ts';
import type { Answers, FaultRequest } from '../protocol/messages.ts';
import type { Cluster } from '../sim/engine.ts';
import { newMachine } from './boot.ts';
import { loadTools } from './late.ts';

export async function fault(cluster: Cluster, request: FaultRequest): Promise<Answers['fault']> {
  await loadTools();
  if (request.type === 'scheduler-configure') return configureScheduler(cluster, request.text);
  const { code, body } = cluster.execute({
    type: 'fault',
    fault: request.type === 'node-add' ? { type: 'node-add', machine: newMachine(cluster, request) } : request,
  });
  return { error: code < 400 ? '' : ((body as Status).message ?? '') };
}

async function configureScheduler(cluster: Cluster, text: string): Promise<Answers['fault']> {
  const { readSchedulerConfiguration } = await loadTools();
  try {
    const configuration = text === '' ? null : readSchedulerConfiguration(text);
    cluster.execute({ type: 'fault', fault: { type: 'scheduler-configure', configuration } });
    return { error: '' };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

const KUBELET = 'kubelet/';

export function controlPlane(cluster: Cluster): Answers['control-plane'] {
  const kubelets = [...cluster.state.stopped].filter((id) => id.startsWith(KUBELET));
  return { parts: cluster.controlPlane(), kubeletsStopped: kubelets.map((id) => id.slice(KUBELET.length)) };
}
