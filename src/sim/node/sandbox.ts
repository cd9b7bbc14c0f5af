/** The pod sandbox: its address, and how long it takes to be there. */
import { specOf } from './containers.ts';
import { FIRST_ADDRESS, type Kubelet, type PodWorker } from './memory.ts';

/** From the moment the kubelet hears of a pod to its first container. */
const SANDBOX_MS = 300;
const LAST_ADDRESS = 254;

/** Begins a sandbox; false when the node's range has no address left. */
export function createSandbox(context: Kubelet, worker: PodWorker): boolean {
  const address = specOf(worker.pod).hostNetwork === true ? shareAddress(context, worker) : takeAddress(context, worker.uid);
  if (address === undefined) {
    const { podPrefix } = context.memory;
    const why = `plugin type="bridge" failed (add): failed to allocate for range 0: no IP addresses available in range set: ${podPrefix}1-${podPrefix}${LAST_ADDRESS}`;
    context.event(
      worker.pod,
      'Warning',
      'FailedCreatePodSandBox',
      `Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox: ${why}`,
    );
    return false;
  }
  worker.podIP = address;
  worker.sandboxAt = context.now + SANDBOX_MS;
  return true;
}

function shareAddress(context: Kubelet, worker: PodWorker): string {
  context.memory.hostNetwork.add(worker.uid);
  return context.memory.nodeIP;
}

/** One after another, as the host-local plugin gives them out. */
function takeAddress(context: Kubelet, uid: string): string | undefined {
  const { memory } = context;
  for (let tries = FIRST_ADDRESS; tries <= LAST_ADDRESS; tries++) {
    const candidate = memory.nextAddress;
    memory.nextAddress = candidate === LAST_ADDRESS ? FIRST_ADDRESS : candidate + 1;
    if (memory.addresses.has(candidate)) continue;
    memory.addresses.set(candidate, uid);
    return `${memory.podPrefix}${candidate}`;
  }
  return undefined;
}

export function removeSandbox(context: Kubelet, worker: PodWorker): void {
  const { memory } = context;
  if (worker.podIP.startsWith(memory.podPrefix)) memory.addresses.delete(Number(worker.podIP.slice(memory.podPrefix.length)));
  memory.hostNetwork.delete(worker.uid);
  worker.sandboxAt = 0;
}
