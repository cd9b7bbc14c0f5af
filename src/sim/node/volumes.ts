/** What a pod needs from the API before its containers can be made: ConfigMaps and Secrets behind volumes and variables. */
import { ownValue } from '../../base/own.ts';
import type { Client } from '../../api/client.ts';
import { isReason } from '../../api/errors.ts';
import type { KubeObject, ResourceType } from '../../api/object.ts';
import { CONFIG_MAP, SECRET } from '../../api/resources.ts';
import type { ConfigMap, Secret, Volume } from '../../api/types.gen.ts';
import { specOf } from './containers.ts';
import type { Kubelet, PodWorker } from './memory.ts';

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 122_000;
/** Published into every namespace by the control plane; pods do not wait for it here. */
const ROOT_CA = 'kube-root-ca.crt';

export function readConfigMap(client: Client, namespace: string, name: string): ConfigMap | undefined {
  return readIfThere(client, CONFIG_MAP, namespace, name);
}

export function readSecret(client: Client, namespace: string, name: string): Secret | undefined {
  return readIfThere(client, SECRET, namespace, name);
}

function readIfThere<T extends KubeObject>(client: Client, type: ResourceType<T>, namespace: string, name: string): T | undefined {
  try {
    return client.get(type, namespace, name);
  } catch (error) {
    if (isReason(error, 'NotFound')) return undefined;
    throw error;
  }
}

/** Whether all volumes are mounted; otherwise says which is not, and when to look again (`mountAt`). */
export function areVolumesMounted(context: Kubelet, worker: PodWorker): boolean {
  const { volumes } = specOf(worker.pod);
  if (volumes === undefined || context.spec.images === 'preloaded') return true;
  const namespace = worker.pod.metadata.namespace ?? '';
  for (const volume of volumes) {
    const problem = problemOf(context.client, namespace, volume);
    if (problem === undefined) continue;
    context.event(worker.pod, 'Warning', 'FailedMount', `MountVolume.SetUp failed for volume "${volume.name}" : ${problem}`);
    worker.mountBackoffMs = Math.min(worker.mountBackoffMs === 0 ? FIRST_RETRY_MS : worker.mountBackoffMs * 2, LAST_RETRY_MS);
    worker.mountAt = context.now + worker.mountBackoffMs;
    return false;
  }
  worker.mountAt = 0;
  return true;
}

function problemOf(client: Client, namespace: string, volume: Volume): string | undefined {
  if (volume.configMap !== undefined) return missingConfigMap(client, namespace, volume.configMap);
  if (volume.secret !== undefined) return missingSecret(client, namespace, { ...volume.secret, ...named(volume.secret.secretName) });
  for (const source of volume.projected?.sources ?? []) {
    const problem =
      source.configMap !== undefined
        ? missingConfigMap(client, namespace, source.configMap)
        : source.secret !== undefined
          ? missingSecret(client, namespace, source.secret)
          : undefined;
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function named(name: string | undefined): { readonly name?: string } {
  return name === undefined ? {} : { name };
}

interface Wanted {
  readonly name?: string;
  readonly optional?: boolean;
  readonly items?: readonly { readonly key: string }[];
}

function missingConfigMap(client: Client, namespace: string, { name = '', optional, items }: Wanted): string | undefined {
  if (optional || name === ROOT_CA) return undefined;
  const found = readConfigMap(client, namespace, name);
  if (found === undefined) return `configmap "${name}" not found`;
  const key = items?.find(
    (item) => ownValue(found.data, item.key) === undefined && ownValue(found.binaryData, item.key) === undefined,
  )?.key;
  return key === undefined ? undefined : `configmap references non-existent config key: ${key}`;
}

function missingSecret(client: Client, namespace: string, { name = '', optional, items }: Wanted): string | undefined {
  if (optional) return undefined;
  const found = readSecret(client, namespace, name);
  if (found === undefined) return `secret "${name}" not found`;
  const key = items?.find((item) => ownValue(found.data, item.key) === undefined)?.key;
  return key === undefined ? undefined : `references non-existent secret key: ${key}`;
}
