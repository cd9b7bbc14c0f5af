import { beforeAll, expect, test } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

/** Asked for by somebody, once. */
const pem =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQmRqQ0I0QUlCQURBM01SY3dGUVlEVlFRS0RBNXplWE4wWlcwNmJXRnpkR1Z5Y3pFTU1Bb0dBMVVFQ2d3RApaR1YyTVE0d0RBWURWUVFEREFWaGJHbGpaVENCbnpBTkJna3Foa2lHOXcwQkFRRUZBQU9CalFBd2dZa0NnWUVBCjdWbThtQXNkSktoMEg5YldTUFpZOWxQM3BtWFU1MTFEdUlNdHFsN3dUUGFIbUplVlFxUFd4QmdUNlN0RDREZmEKNDZNeDM4NWc0L0JXSUxrR3V1ckpZYjVIcTVFbk5wUDhzR0U5ZzBwRWplM3U4SHBjdEY2RFUyZEVJMlIrQjhrVgp2TnFhQ2tqbnU5OGhUK1RTbVBaWEVTRVFsanZTNTVsb2xKcVlyQlNSMi8wQ0F3RUFBYUFBTUEwR0NTcUdTSWIzCkRRRUJDd1VBQTRHQkFHVmVET3JCK1dSam5YQmhZb2tmQURYbWlla0J1UHRlYVFRY2oreEJEaXA2NDNhZjVhbWcKTlBFNXZzeXVleXNkcGFMVDE2VmtUOUVubHdWM29xMnoybFNZbXRMR1NQVVF5SXZxQjRoR2dnMEx1bFIrdjUraQpISHY2SldQZ3BBQncrTEMxVDZpMVVLSzlJcFlKb1kzTWh6SXkrTDBocWdUYlIwKytVdFd2N3pXaAotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';
const csr = (name: string) =>
  `apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nmetadata: {name: ${name}}\n` +
  `spec: {request: ${pem}, signerName: example.com/x, usages: [client auth]}\n`;
const FILES: Readonly<Record<string, string>> = {
  'csrs.yaml': [csr('a'), csr('b')].join('---\n'),
  'cm.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kube-root-ca.crt}\n',
};
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });
const port = clusterPort(cluster);
const kubectl = (line: string) =>
  runKubectl(splitCommandLine(line), { port, namespace: 'default', readFile: (name) => FILES[name], stdin: '' });

beforeAll(async () => {
  cluster.advance(cluster.state.now + 2000);
  await kubectl('create -f csrs.yaml');
});

const NAME = 'certificatesigningrequest.certificates.k8s.io';

test('requests are decided once, and not both ways', async () => {
  expect(await kubectl('certificate approve a')).toEqual({ stdout: `${NAME}/a approved\n`, stderr: '', exitCode: 0 });
  expect((await kubectl('certificate approve a')).stdout).toBe(`${NAME}/a approved\n`);
  expect((await kubectl('get csr a -o jsonpath={.status.conditions[*].reason}')).stdout).toBe('KubectlApprove');
  expect((await kubectl('certificate deny a')).stderr).toBe('error: certificate signing request "a" is already Approved\n');
  expect((await kubectl('certificate deny b -o name')).stdout).toBe(`${NAME}/b\n`);
});

test.each([
  ['certificate approve', 'error: one or more CSRs must be specified as <name> or -f <filename>\n'],
  ['certificate deny nope', 'Error from server (NotFound): certificatesigningrequests.certificates.k8s.io "nope" not found\n'],
  ['certificate approve -f cm.yaml', 'error: can only handle CertificateSigningRequest.certificates.k8s.io objects, got ConfigMap\n'],
  ['top node', 'error: Metrics API not available\n'],
  ['top pods -A --containers', 'error: Metrics API not available\n'],
  ['top pod --sort-by=age', 'error: --sort-by accepts only cpu or memory\n'],
  ['top pod a -l b=c', 'error: only one of NAME or selector can be provided\n'],
  ['top pod a b', "error: pod [NAME | -l label]\nSee 'kubectl top pod -h' for help and examples\n"],
  ['version -o xml', "error: --output must be 'yaml' or 'json'\n"],
  ['version x', 'error: extra arguments: [x]\n'],
])('%s', async (line, stderr) => {
  expect(await kubectl(line)).toEqual({ stdout: '', stderr, exitCode: 1 });
});

test('where the cluster is', async () => {
  const { stdout } = await kubectl('cluster-info');
  expect(stdout.split('\n')[0]).toBe('Kubernetes control plane is running at https://127.0.0.1:6443');
  expect(stdout).toMatch(/\n\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n$/);
  await kubectl('create service clusterip dns --tcp=53 -n kube-system');
  await kubectl('label service dns kubernetes.io/cluster-service=true kubernetes.io/name=CoreDNS -n kube-system');
  expect((await kubectl('cluster-info')).stdout).toContain(
    '\nCoreDNS is running at https://127.0.0.1:6443/api/v1/namespaces/kube-system/services/dns:53/proxy\n',
  );
});

test('versions', async () => {
  expect((await kubectl('version')).stdout).toBe('Client Version: v1.36.4\nKustomize Version: v5.8.1\nServer Version: v1.36.2\n');
  expect((await kubectl('version --client')).stdout).toBe('Client Version: v1.36.4\nKustomize Version: v5.8.1\n');
  const json = JSON.parse((await kubectl('version -o json')).stdout) as object;
  expect(json).toMatchObject({ clientVersion: { minor: '36' }, kustomizeVersion: 'v5.8.1', serverVersion: { gitVersion: 'v1.36.2' } });
  expect((await kubectl('version --client -o yaml')).stdout).toMatch(
    /^clientVersion:\n {2}buildDate: .*\n[^]*\nkustomizeVersion: v5\.8\.1\n\n$/,
  );
});
