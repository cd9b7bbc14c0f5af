import { beforeAll, expect, test } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

const PEM = (type: string) => `-----BEGIN ${type}-----\nMIIB\n-----END ${type}-----\n`;
const FILES: Readonly<Record<string, string>> = {
  'dir/a.txt': 'A',
  'dir/b.txt': 'B',
  'app.env': '# comment\n  COLOR=blue\n\nEMPTY=\nURL=a=b\n',
  'bad.env': '1A=b\n',
  'crt.pem': PEM('CERTIFICATE'),
  'key.pem': PEM('RSA PRIVATE KEY'),
  'config.json': '{}',
};
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });
const port = clusterPort(cluster);

async function kubectl(line: string) {
  return runKubectl(splitCommandLine(line), {
    port,
    namespace: 'default',
    readFile: (name) => FILES[name],
    readFolder: (name) => (name === 'dir' ? ['b.txt', 'a.txt', 'sub'] : undefined),
    stdin: '',
  });
}

beforeAll(async () => {
  cluster.advance(cluster.state.now + 2000);
  await kubectl('create cronjob nightly --image=busybox --schedule="0 0 * * *" -- date');
  await kubectl('create role taken --verb=get --resource=pods');
});

const NO_NAME = (verb: string) => `error: exactly one NAME is required, got 0\nSee 'kubectl create ${verb} -h' for help and examples\n`;

test.each([
  ['role', NO_NAME('role')],
  ['job -- date', NO_NAME('job')],
  ['deployment', 'error: required flag(s) "image" not set\n'],
  ['cronjob', 'error: required flag(s) "image", "schedule" not set\n'],
  ['clusterrolebinding', 'error: required flag(s) "clusterrole" not set\n'],
  ['priorityclass', "error: exactly one NAME is required, got 0\nSee 'kubectl create priorityclass -h' for help and examples\n"],
  ['service externalname', 'error: required flag(s) "external-name" not set\n'],
  ['role r', 'error: at least one verb must be specified\n'],
  ['role r --verb=get', 'error: at least one resource must be specified\n'],
  ['role r --verb=get --resource=foo', 'the server doesn\'t have a resource type "foo"\n'],
  ['role r --verb=get --resource=foo.bar', 'the server doesn\'t have a resource type "foo" in group "bar"\n'],
  ['role r --verb=get --resource=/log', 'error: resource must be specified if apiGroup/subresource specified\n'],
  ['role r --verb=bind --resource=po', "error: can not perform 'bind' on 'pods' in group ''\n"],
  ['role taken --verb=get --resource=po', 'Error from server (AlreadyExists): roles.rbac.authorization.k8s.io "taken" already exists\n'],
  ['clusterrole r --verb=get', 'error: one of resource or nonResourceURL must be specified\n'],
  ['clusterrole r --verb=list --non-resource-url=/x', "error: invalid verb: 'list' for nonResourceURL\n"],
  ['clusterrole r --verb=get --non-resource-url=x', 'error: nonResourceURL should start with /\n'],
  ['clusterrole r --verb=get --non-resource-url=/*/x', "error: nonResourceURL only supports wildcard matches when '*' is at the end\n"],
  [
    'clusterrole r --verb=get --aggregation-rule=a=b',
    'error: aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames\n',
  ],
  ['rolebinding b', 'error: exactly one of clusterrole or role must be specified\n'],
  ['rolebinding b --role=r --serviceaccount=x', 'error: serviceaccount must be <namespace>:<name>\n'],
  ['quota q --hard=cpu', 'error: Invalid argument syntax cpu, expected <resource>=<value>\n'],
  ['quota q --scopes=,', 'error: invalid resource quota scope ""\n'],
  ['pdb p --min-available=1', 'error: a selector must be specified\n'],
  ['pdb p --selector=a=b', 'error: one of min-available or max-unavailable must be specified\n'],
  ['pdb p --selector=a=b --min-available=1Gi', 'error: invalid format specified for min-available\n'],
  ['ingress i --rule=x', 'error: rule x is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]\n'],
  ['ingress i --default-backend=x', 'error: default-backend should be in format servicename:serviceport\n'],
  ['ingress i --default-backend=x:1 --annotation=a', 'error: annotation a is invalid and should be in format key=[value]\n'],
  ['job j', 'error: either --image or --from must be specified\n'],
  ['job j --from=cronjob/nightly -- date', 'error: cannot specify --from and command\n'],
  ['job j --from=cronjob/nope', 'Error from server (NotFound): cronjobs.batch "nope" not found\n'],
  ['job j --from=sa/default', 'error: unknown object type *v1.ServiceAccount\n'],
  ['service clusterip s', 'error: at least one tcp port specifier must be provided\n'],
  ['service clusterip s --tcp=x', 'error: strconv.ParseUint: parsing "x": invalid syntax\n'],
  ['service clusterip s --tcp=80:99999', 'error: must be between 1 and 65535, inclusive\n'],
  ['service externalname s --external-name=_', 'error: invalid service external name _\n'],
  ['configmap c --from-file=nope', 'error: error reading nope: no such file or directory\n'],
  ['configmap c --from-file=k=dir', 'error: cannot give a key name for a directory path\n'],
  ['configmap c --from-file==dir', 'error: key name for file path dir missing\n'],
  ['configmap c --from-literal=a', 'error: invalid literal source a, expected key=value\n'],
  [
    'configmap c --from-literal=a=b --from-literal=a=c',
    'error: cannot add key "a", another key by that name already exists in Data for ConfigMap "c"\n',
  ],
  ['configmap c --from-literal=a=b --from-env-file=app.env', 'error: from-env-file cannot be combined with from-file or from-literal\n'],
  ['secret generic s --from-literal=a=b --from-literal=a=c', 'error: cannot add key a, another key by that name already exists\n'],
  ['secret tls t --cert=crt.pem --key=crt.pem', 'error: tls: found a certificate rather than a key in the PEM for the private key\n'],
  ['secret tls t --cert=config.json --key=key.pem', 'error: tls: failed to find any PEM data in certificate input\n'],
  [
    'secret docker-registry r',
    'error: either --from-file or the combination of --docker-username, --docker-password and --docker-server is required\n',
  ],
  [
    'token default --duration=1m',
    'error: failed to create token: TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes\n',
  ],
  ['token default --duration=1ms', 'error: --duration cannot be expressed in units less than seconds\n'],
  ['token nope', 'error: failed to create token: serviceaccounts "nope" not found\n'],
  ['token default --bound-object-name=p', 'error: --bound-object-name can only be set if --bound-object-kind is provided\n'],
  ['token default --bound-object-kind=X', 'error: supported --bound-object-kind values are Node, Pod, Secret\n'],
])('create %s is refused', async (line, stderr) => {
  expect(await kubectl(`create ${line}`)).toEqual({ stdout: '', stderr, exitCode: 1 });
});

test.each([
  ['configmap c --from-file=dir --from-file=k=app.env', '.data', `{"a.txt":"A","b.txt":"B","k":${JSON.stringify(FILES['app.env'])}}`],
  ['configmap c --from-env-file=app.env', '.data', '{"COLOR":"blue","EMPTY":"","URL":"a=b"}'],
  ['configmap c --append-hash', '.metadata.name', 'c-94b26g54cg'],
  ['configmap c --append-hash --from-literal="a=<b>"', '.metadata.name', 'c-tdf59c6t5h'],
  ['secret generic s --append-hash --from-literal=a=b', '.metadata.name', 's-7fd2tm89d8'],
  ['secret generic s --append-hash', '.metadata.name', 's-6cmg28h685'],
  ['secret tls t --cert=crt.pem --key=key.pem', '.type', 'kubernetes.io/tls'],
  ['secret docker-registry r --from-file=.dockerconfigjson=config.json', '.data', '{".dockerconfigjson":"e30="}'],
  ['clusterrole r --aggregation-rule=a=b,c=d', '.aggregationRule', '{"clusterRoleSelectors":[{"matchLabels":{"a":"b","c":"d"}}]}'],
  ['role r --verb=get,*,list --resource=*', '.rules', '[{"apiGroups":[""],"resources":["*"],"verbs":["*"]}]'],
  ['clusterrole r --verb=impersonate --resource=users,deploy,userextras.authentication.k8s.io --dry-run=client', '.rules', undefined],
  [
    'role r --verb=get --resource=po/log,rs.apps,deploy/scale,po/log',
    '.rules',
    '[{"apiGroups":[""],"resources":["pods/log"],"verbs":["get"]},{"apiGroups":["apps"],"resources":["replicasets","deployments/scale"],"verbs":["get"]}]',
  ],
  [
    'pdb p --selector="a=b,c in (e,d),!f" --max-unavailable=1',
    '.spec',
    '{"maxUnavailable":1,"selector":{"matchExpressions":[{"key":"c","operator":"In","values":["d","e"]},{"key":"f","operator":"DoesNotExist"}],"matchLabels":{"a":"b"}}}',
  ],
  [
    'ingress i --rule=a.com/*=s:80,tls --rule=/x=s:http --annotation=k=v=w',
    '.spec',
    '{"rules":[{"host":"a.com","http":{"paths":[{"backend":{"service":{"name":"s","port":{"number":80}}},"path":"/","pathType":"Prefix"}]}},{"http":{"paths":[{"backend":{"service":{"name":"s","port":{"name":"http"}}},"path":"/x","pathType":"Exact"}]}}],"tls":[{"hosts":["a.com"]}]}',
  ],
  ['job j --from=cronjob/nightly', '.metadata.annotations', '{"cronjob.kubernetes.io/instantiate":"manual"}'],
  ['job j --from=cronjob/nightly', '.metadata.ownerReferences[0].kind', 'CronJob'],
  ['sa s -n other', '.metadata', '{"name":"s","namespace":"other"}'],
])('create %s makes %s', async (line, path, expected) => {
  const { stdout, exitCode } = await kubectl(`create ${line} --dry-run=client -o jsonpath={${path}}`);
  expect(exitCode === 0 ? stdout : undefined).toBe(expected);
});

test('what is made of flags is written as Go declares it, and what is read of files sorted', async () => {
  const { stdout } = await kubectl("create cm c --from-literal='a=<b>' --dry-run=client -o json");
  expect(stdout).toBe(
    '{\n    "kind": "ConfigMap",\n    "apiVersion": "v1",\n    "metadata": {\n        "name": "c"\n    },\n    "data": {\n        "a": "\\u003cb\\u003e"\n    }\n}\n',
  );
  const saved = await kubectl('create sa s --save-config --dry-run=client -o jsonpath={.metadata.annotations}');
  expect(JSON.parse(saved.stdout)).toEqual({
    'kubectl.kubernetes.io/last-applied-configuration': '{"kind":"ServiceAccount","apiVersion":"v1","metadata":{"name":"s"}}\n',
  });
});

test('a form that cannot be printed is refused before anything is made', async () => {
  const { stderr } = await kubectl('create cm unmade -o wide');
  expect(stderr).toContain('unable to match a printer suitable for the output format "wide", allowed formats are: go-template,');
  expect((await kubectl('get cm unmade')).exitCode).toBe(1);
});

test('verbs that nobody knows are warned of', async () => {
  const { stdout, stderr } = await kubectl('create clusterrole frobber --verb=frob --resource=pods');
  expect([stdout, stderr]).toEqual([
    'clusterrole.rbac.authorization.k8s.io/frobber created\n',
    "Warning: 'frob' is not a standard resource verb\n",
  ]);
});

test('a token is printed as it is, and tells who its bearer is', async () => {
  const { stdout } = await kubectl('create token default --duration=1h');
  expect(stdout.split('.')).toHaveLength(3);
  expect((await kubectl(`auth whoami --token=${stdout}`)).stdout).toContain('system:serviceaccount:default:default\n');
});
