/** What a verb means by a flag where that is more than the flag's own text says. */
export const VERB_FLAG_TEXTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  annotate: {
    list: 'Show the annotations as they are after the change.',
    overwrite: 'Replace annotations that have another value.',
  },
  'api-resources': {
    output: 'One of: (json, yaml, kyaml, name, wide).',
    'sort-by': 'Sort by "name" or "kind".',
  },
  apply: {
    all: 'Let prune take everything that was applied in the namespace.',
    force: 'Delete and create the object again when it can not be patched.',
    'grace-period': 'Seconds that pruned or replaced objects have to end by themselves; below 0 their own setting counts.',
    overwrite: 'Where the live object differs from what was applied last, what is applied now counts.',
    timeout: 'How long to wait until a deleted object is gone; 0 takes a time that fits.',
  },
  'apply set-last-applied': {
    output: 'Form of the output.',
  },
  'apply view-last-applied': {
    output: 'yaml or json.',
  },
  'auth can-i': {
    list: 'List everything that is allowed.',
    subresource: 'Part of the resource, such as log or scale.',
  },
  autoscale: {
    name: 'Name of the autoscaler; that of the scaled object by default.',
  },
  'certificate approve': {
    force: 'Write it again even though it is approved.',
  },
  'certificate deny': {
    force: 'Write it again even though it is denied.',
  },
  create: {
    raw: 'Path of the server that the file is posted to as it is.',
    selector: 'Only objects with these labels are created.',
  },
  'create cronjob': {
    restart: 'When containers are started again: OnFailure or Never.',
  },
  'create deployment': {
    image: 'Images, one container each.',
    port: 'Port that the container opens.',
  },
  'create job': {
    from: 'CronJob whose template is taken, as cronjob/name.',
  },
  'create poddisruptionbudget': {
    selector: 'Labels of the pods that it protects.',
  },
  'create secret docker-registry': {
    'from-file': 'File with the configuration of docker.',
  },
  'create secret generic': {
    type: 'Type of the secret.',
  },
  delete: {
    force: 'With --grace-period=0, remove the object without waiting for a confirmation that it has ended.',
    output: 'name, for nothing but the names.',
    raw: 'Path of the server that is deleted as it is.',
    timeout: 'How long to wait until the objects are gone; 0 takes a time that fits.',
  },
  drain: {
    force: 'Go on although pods have no controller that would make them anew.',
    selector: 'Choose nodes by labels.',
    timeout: 'How long to go on before giving up; 0 is for ever.',
  },
  events: {
    for: 'Only events about this object, as type/name.',
    types: 'Normal or Warning.',
  },
  expose: {
    port: 'Port that the service opens; that of the exposed object by default.',
    selector: 'Labels of the pods behind the service; those of the exposed object by default.',
    type: 'ClusterIP, NodePort, LoadBalancer or ExternalName.',
  },
  get: {
    'sort-by': 'Path of a field to sort by, such as {.metadata.name}.',
  },
  label: {
    list: 'Show the labels as they are after the change.',
    overwrite: 'Replace labels that have another value.',
  },
  patch: {
    type: 'json, merge or strategic.',
  },
  replace: {
    force: 'Delete the object and create it anew.',
    raw: 'Path of the server that the file is put to as it is.',
    timeout: 'How long to wait until the old object is gone; 0 takes a time that fits.',
  },
  'rollout history': {
    revision: 'Show the pod template of this revision.',
  },
  'rollout status': {
    revision: 'Fail if another revision than this comes; 0 is the latest.',
    timeout: 'How long to wait before giving up; 0 is for ever.',
    watch: 'Wait until the rollout is done.',
  },
  run: {
    port: 'Port that the container opens.',
  },
  scale: {
    replicas: 'How many there shall be. Must be given.',
    timeout: 'How long to wait until the size is reached; 0 does not wait.',
  },
  'set env': {
    env: 'Variables, as NAME=value, or NAME- to take one away.',
    from: 'ConfigMap or Secret whose entries become variables.',
    list: 'Show the variables.',
    overwrite: 'With false, what is there already stays.',
    prefix: 'Text before each name from a ConfigMap or Secret.',
  },
  'set subject': {
    group: 'Group that is added; may be repeated.',
    serviceaccount: 'Service account that is added, as namespace:name.',
    user: 'User that is added.',
  },
  taint: {
    all: 'Take every node.',
    overwrite: 'Replace taints that have another value.',
  },
  'top node': {
    'sort-by': 'cpu or memory.',
  },
  'top pod': {
    containers: 'A line for each container.',
    'sort-by': 'cpu or memory.',
  },
  version: {
    output: 'One of yaml or json.',
  },
  wait: {
    for: "What to wait for: create, delete, condition=Name[=value] or jsonpath='{.path}'[=value]; may be repeated.",
    timeout: 'How long to wait; 0 looks once, below 0 is a week.',
  },
};

/** Flags that every verb takes. */
export const GLOBAL_FLAG_TEXTS: Readonly<Record<string, string>> = {
  as: 'User on whose behalf the requests are made.',
  'as-group': 'Group on whose behalf the requests are made; may be repeated.',
  'as-uid': 'UID on whose behalf the requests are made.',
  'as-user-extra': 'Further attributes, as key=value, on whose behalf the requests are made; may be repeated.',
  'cache-dir': 'Folder of the cache; what is served is asked for anew here.',
  'certificate-authority': 'File with the certificate of the authority.',
  'client-certificate': 'File with the certificate of the client.',
  'client-key': 'File with the private key of the client.',
  cluster: 'Cluster of the configuration that is used.',
  context: 'Context of the configuration that is used.',
  'disable-compression': 'Ask for answers without compression.',
  'insecure-skip-tls-verify': 'Do not check the certificate of the server.',
  kubeconfig: 'File with the configuration.',
  kuberc: 'File with preferences.',
  'log-flush-frequency': 'Longest time between two writes of the log.',
  'match-server-version': 'The server must have the version of the client.',
  namespace: 'Namespace of the request.',
  password: 'Password for basic authentication.',
  profile: 'Profile of the program that is taken.',
  'profile-output': 'File for the profile.',
  'request-timeout': 'Longest time for one request, such as 1s, 2m or 3h; 0 is for ever.',
  server: 'Address of the API server.',
  'tls-server-name': 'Name that the certificate of the server must have.',
  token: 'Bearer token that tells who asks.',
  user: 'User of the configuration.',
  username: 'User name for basic authentication.',
  v: 'How much is logged.',
  vmodule: 'Log levels of single files, as pattern=level.',
  'warnings-as-errors': 'Fail when the server has sent a warning.',
};
