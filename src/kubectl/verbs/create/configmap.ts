import { bool } from '../../parse/flags.ts';
import { DATA_FLAGS, defineGenerator, readData, requireName } from './generator.ts';

export const configMapGenerator = defineGenerator({
  name: 'configmap',
  aliases: ['cm'],
  summary: 'Create a config map from a local file, directory or literal value',
  usage: 'NAME [--from-file=[key=]source] [--from-literal=key1=value1] [--dry-run=server|client|none]',
  flags: { ...DATA_FLAGS, appendHash: bool() },
  failure: 'failed to create configmap:',
  generate(session, { args, flags }) {
    const name = requireName(args, 'create configmap');
    const data = readData(session, flags);
    return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, ...(Object.keys(data).length === 0 ? {} : { data }) };
  },
});
