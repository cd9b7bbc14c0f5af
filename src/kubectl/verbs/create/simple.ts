import { defineGenerator, requireName } from './generator.ts';

export const namespaceGenerator = defineGenerator({
  name: 'namespace',
  aliases: ['ns'],
  summary: 'Create a namespace with the specified name',
  usage: 'NAME [--dry-run=server|client|none]',
  flags: {},
  generate(_session, { args }) {
    const name = requireName(args, 'create namespace');
    return { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: {}, status: {} };
  },
});

export const serviceAccountGenerator = defineGenerator({
  name: 'serviceaccount',
  aliases: ['sa'],
  summary: 'Create a service account with the specified name',
  usage: 'NAME [--dry-run=server|client|none]',
  flags: {},
  failure: 'failed to create serviceaccount:',
  generate(_session, { args }) {
    return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: requireName(args, 'create serviceaccount') } };
  },
});
