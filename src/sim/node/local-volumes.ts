/** Volumes that are made of ConfigMaps and Secrets: what is missing for them, as the kubelet says it. */
import type { Volume } from '../../api/types.gen.ts';
import { ownValue } from '../../base/own.ts';
import { type Cached, ROOT_CA, readConfigMap, readSecret } from './volumes.ts';

export function problemOf(cached: Cached, namespace: string, volume: Volume): string | undefined {
  if (volume.configMap !== undefined) return missingConfigMap(cached, namespace, volume.configMap);
  if (volume.secret !== undefined) return missingSecret(cached, namespace, { ...volume.secret, ...named(volume.secret.secretName) });
  for (const source of volume.projected?.sources ?? []) {
    const problem =
      source.configMap !== undefined
        ? missingConfigMap(cached, namespace, source.configMap)
        : source.secret !== undefined
          ? missingSecret(cached, namespace, source.secret)
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

function missingConfigMap(cached: Cached, namespace: string, { name = '', optional, items }: Wanted): string | undefined {
  if (optional || name === ROOT_CA) return undefined;
  const found = readConfigMap(cached, namespace, name);
  if (found === undefined) return `configmap "${name}" not found`;
  const key = items?.find(
    (item) => ownValue(found.data, item.key) === undefined && ownValue(found.binaryData, item.key) === undefined,
  )?.key;
  return key === undefined ? undefined : `configmap references non-existent config key: ${key}`;
}

function missingSecret(cached: Cached, namespace: string, { name = '', optional, items }: Wanted): string | undefined {
  if (optional) return undefined;
  const found = readSecret(cached, namespace, name);
  if (found === undefined) return `secret "${name}" not found`;
  const key = items?.find((item) => ownValue(found.data, item.key) === undefined)?.key;
  return key === undefined ? undefined : `references non-existent secret key: ${key}`;
}
