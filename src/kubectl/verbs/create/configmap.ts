import { bool } from '../../parse/flags.ts';
import { DATA_FLAGS, readData, withHash } from './data.ts';
import { defineGenerator, requireName } from './generator.ts';

export const configMapGenerator = defineGenerator({
  name: 'configmap',
  aliases: ['cm'],
  summary: 'Create a config map from a local file, directory or literal value',
  usage: 'NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  flags: { ...DATA_FLAGS, appendHash: bool() },
  failure: 'failed to create configmap:',
  generate(session, { args, flags }) {
    const name = requireName(args, 'create configmap');
    const data = readData(session, flags, {
      envFile: 'config',
      badKey: (key, findings) => `${JSON.stringify(key)} is not a valid key name for a ConfigMap: ${findings.join(',')}`,
      repeatedKey: (key) =>
        `cannot add key ${JSON.stringify(key)}, another key by that name already exists in Data for ConfigMap "${name}"`,
    });
    const metadata = { name: withHash(name, flags.appendHash, { kind: 'ConfigMap', data }) };
    return { apiVersion: 'v1', kind: 'ConfigMap', metadata, ...(Object.keys(data).length === 0 ? {} : { data }) };
  },
});
