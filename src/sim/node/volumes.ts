/** What a pod needs before its containers can be made: what its volumes and variables are about. What that is, the volume manager knows. */
import type { Client } from '../../api/client.ts';
import { ifFound } from '../../api/errors.ts';
import { keyOf } from '../../api/object.ts';
import { CONFIG_MAP, SECRET } from '../../api/resources.ts';
import type { ConfigMap, Secret, Volume } from '../../api/types.gen.ts';
import { specOf } from './containers.ts';
import type { Kubelet, PodWorker } from './memory.ts';

/** The kubelet watches what its pods refer to. */
export type Cached = Pick<Client, 'get'>;

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 122_000;
/** Published into every namespace by the control plane; pods do not wait for it here. */
export const ROOT_CA = 'kube-root-ca.crt';

export function readConfigMap(cached: Cached, namespace: string, name: string): ConfigMap | undefined {
  return ifFound(() => cached.get(CONFIG_MAP, namespace, name));
}

export function readSecret(cached: Cached, namespace: string, name: string): Secret | undefined {
  return ifFound(() => cached.get(SECRET, namespace, name));
}

/** Whether all volumes are mounted; otherwise says which is not, and when to look again (`mountAt`). */
export function areVolumesMounted(context: Kubelet, worker: PodWorker): boolean {
  const { volumes } = specOf(worker.pod);
  if (volumes === undefined || worker.mountedAt !== 0 || context.spec.images === 'preloaded') return worker.mountedAt <= context.now;
  return !volumes.some(comesFromElsewhere) || isReady(context, worker);
}

function comesFromElsewhere({ emptyDir, hostPath, projected }: Volume): boolean {
  if (projected === undefined) return emptyDir === undefined && hostPath === undefined;
  return projected.sources?.some(({ configMap, secret }) => secret !== undefined || (configMap && configMap.name !== ROOT_CA)) ?? false;
}

/** What the volume manager says of a pod's volumes. */
export interface VolumeVerdict {
  /** Those that are brought to the node, as the node calls them. */
  readonly uses: readonly string[];
  /** Since when they are awaited, and how long still; 0 when all are there. */
  readonly since: number;
  readonly until: number;
  /** What went wrong, as the pod's Event says it. */
  readonly refusal: string;
}

/** Volumes of drivers are told of in the node's status, awaited, and then mounted. */
function isReady(context: Kubelet, worker: PodWorker): boolean {
  const question = { pod: keyOf(worker.pod), uid: worker.uid, node: context.instance, since: worker.awaitedSince };
  const verdict = context.ask('volume-manager', '', question) as VolumeVerdict | undefined;
  if (verdict === undefined) return true;
  noteVolumes(context, worker, verdict.uses);
  worker.awaitedSince = verdict.since;
  if (verdict.refusal !== '') {
    context.event(worker.pod, 'Warning', 'FailedMount', verdict.refusal);
    worker.mountBackoffMs = Math.min(worker.mountBackoffMs === 0 ? FIRST_RETRY_MS : worker.mountBackoffMs * 2, LAST_RETRY_MS);
    worker.mountAt = verdict.until || context.now + worker.mountBackoffMs;
    return false;
  }
  worker.mountAt = verdict.until || context.now + (verdict.uses.length === 0 ? 0 : MOUNT_MS);
  if (verdict.until === 0) worker.mountedAt = worker.mountAt;
  return worker.mountAt === context.now;
}

/** How long it takes to format and mount what was brought. */
const MOUNT_MS = 500;

/** What the node says to have in use changes with its next report. */
export function noteVolumes({ memory }: Kubelet, worker: PodWorker, volumes: readonly string[]): void {
  if (volumes.join() === worker.volumes.join()) return;
  worker.volumes = volumes;
  memory.statusChanged = true;
}
