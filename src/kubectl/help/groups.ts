/** The commands of `kubectl help` by what they are for. What no verb of the registry is called is left out. */
export const GROUPS: readonly { readonly title: string; readonly members: readonly string[] }[] = [
  { title: 'Basic Commands (Beginner)', members: ['create', 'expose', 'run', 'set'] },
  { title: 'Basic Commands (Intermediate)', members: ['explain', 'get', 'edit', 'delete'] },
  { title: 'Deploy Commands', members: ['rollout', 'scale', 'autoscale'] },
  {
    title: 'Cluster Management Commands',
    members: ['certificate', 'cluster-info', 'top', 'cordon', 'uncordon', 'drain', 'taint'],
  },
  {
    title: 'Troubleshooting and Debugging Commands',
    members: ['describe', 'logs', 'attach', 'exec', 'port-forward', 'proxy', 'cp', 'auth', 'debug', 'events'],
  },
  { title: 'Advanced Commands', members: ['diff', 'apply', 'patch', 'replace', 'wait', 'kustomize'] },
  { title: 'Settings Commands', members: ['label', 'annotate', 'completion'] },
  { title: 'Other Commands', members: ['api-resources', 'api-versions', 'config', 'kuberc', 'plugin', 'version'] },
];
