/** The whole of it: files, a kubeconfig with certificates, TLS, an editor; and what is said when a server can't be reached. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type KubectlResult, runKubectl, splitCommandLine } from '../../kubectl/index.ts';
import { type Served, serveWorld } from '../../testing/http/serve.ts';
import { createSurroundings } from './surroundings.ts';
import { startCluster } from './testing/twin.ts';

interface Place {
  readonly folder: string;
  readonly served: Served;
  /** A port where nobody listens, and one where nobody answers. */
  readonly closed: number;
  readonly silent: net.Server;
}

let place: Place;

beforeAll(async () => {
  const names = [
    { type: 2 as const, value: 'cluster.test' },
    { type: 7 as const, ip: '127.0.0.1' },
  ];
  const pems = await generate([{ name: 'commonName', value: 'cluster.test' }], {
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: names }],
  });
  const other = await generate([{ name: 'commonName', value: 'other.test' }], { keySize: 2048 });
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-test-'));
  const served = await serveWorld({ cluster: startCluster() }, { tls: { key: pems.private, cert: pems.cert } });
  const silent = net.createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  place = { folder, served, silent, closed: await freePort() };
  write('pki/ca.crt', pems.cert);
  write('pki/other.crt', other.cert);
  write('token', 'admin-token\n');
  write('.kube/config', kubeconfig(served.url, pems.cert));
});

afterAll(async () => {
  place.silent.close();
  await place.served.close();
  rmSync(place.folder, { recursive: true });
});

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function write(name: string, text: string): void {
  const path = join(place.folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

function kubeconfig(url: string, ca: string): string {
  return `apiVersion: v1
kind: Config
current-context: data
clusters:
- {name: data, cluster: {server: "${url}", certificate-authority-data: ${Buffer.from(ca).toString('base64')}}}
- {name: file, cluster: {server: "${url}", certificate-authority: ../pki/ca.crt}}
- {name: named, cluster: {server: "${url}", certificate-authority: ../pki/ca.crt, tls-server-name: cluster.test}}
- {name: misnamed, cluster: {server: "${url}", certificate-authority: ../pki/ca.crt, tls-server-name: nobody.test}}
- {name: unknown, cluster: {server: "${url}"}}
- {name: wrong, cluster: {server: "${url}", certificate-authority: ../pki/other.crt}}
- {name: proxied, cluster: {server: "${url}", proxy-url: "http://proxy"}}
- {name: trusting, cluster: {server: "${url}", insecure-skip-tls-verify: true}}
users:
- {name: admin, user: {token: admin-token}}
- {name: file, user: {tokenFile: ../token}}
- {name: bob, user: {token: bob-token}}
- {name: acting, user: {token: admin-token, as: alice, as-groups: [dev]}}
- {name: plugin, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: login, interactiveMode: Never}}}
contexts:
${['data', 'file', 'named', 'misnamed', 'unknown', 'wrong', 'trusting'].map((cluster) => `- {name: ${cluster}, context: {cluster: ${cluster}, user: admin}}`).join('\n')}
- {name: team, context: {cluster: file, user: file, namespace: kube-system}}
- {name: plugin, context: {cluster: data, user: plugin}}
`;
}

type Write = (stream: 'stdout' | 'stderr', text: string) => void;

async function run(line: string, environment: NodeJS.ProcessEnv = {}, write: Write = () => undefined): Promise<KubectlResult> {
  const { io, close } = createSurroundings({ HOME: place.folder, PATH: process.env['PATH'], ...environment }, write);
  const result = await runKubectl(splitCommandLine(line), io);
  close(result.exitCode);
  return result;
}

const NAMES = 'namespace/default\nnamespace/kube-node-lease\nnamespace/kube-public\nnamespace/kube-system\n';

describe('certificates', () => {
  test.each(['data', 'file', 'named', 'trusting'])('context %s is let in', async (context) => {
    expect(await run(`get ns -o name --context ${context}`)).toEqual({ stdout: NAMES, stderr: '', exitCode: 0 });
  });

  test.each([
    ['misnamed', 'x509: certificate is valid for cluster.test, not nobody.test'],
    ['unknown', 'x509: certificate signed by unknown authority'],
    ['wrong', 'x509: certificate signed by unknown authority'],
  ])('context %s is not trusted', async (context, why) => {
    const stderr = `Unable to connect to the server: tls: failed to verify certificate: ${why}\n`;
    expect(await run(`get ns --context ${context}`)).toEqual({ stdout: '', stderr, exitCode: 1 });
  });

  test('flags choose', async () => {
    const { folder, served } = place;
    const line = `get ns -o name -s ${served.url} --token admin-token --certificate-authority ${folder}/pki/ca.crt`;
    expect(await run(line, { KUBECONFIG: '/dev/null' })).toEqual({ stdout: NAMES, stderr: '', exitCode: 0 });
    expect((await run('auth whoami --user acting')).stdout).toMatch(/^Username +alice$/m);
    expect((await run('get nodes --user bob')).stderr).toContain('User "bob" cannot list resource "nodes"');
  });

  test('an exec plugin is not run, and no proxy used', async () => {
    expect((await run('get ns --cluster proxied')).stderr).toBe(
      'error: proxies are not used here, and the cluster is behind "http://proxy"\n',
    );
    expect((await run('get ns --context plugin')).stderr).toMatch(
      /^Unable to connect to the server: getting credentials: exec: plugin "login"/,
    );
  });
});

test("the context's namespace is the default one", async () => {
  expect((await run('create cm here --from-literal=a=b -o jsonpath={.metadata.namespace} --context team')).stdout).toBe('kube-system');
  expect((await run('get cm here -o name --context team')).stdout).toBe('configmap/here\n');
  expect((await run('get cm here -n default --context team')).stderr).toContain('configmaps "here" not found');
});

describe('a server that is not there', () => {
  test.each([
    ['get pods --context nope', 'Error in configuration: context was not found for specified context: nope'],
    ['version --context nope', 'error: context "nope" does not exist'],
    ['get pods --cluster nope', 'error: no server found for cluster "nope"'],
    ['get pods -n a/b', `invalid namespace "a/b": [may not contain '/']`],
    ['get pods a%b', `error: invalid resource name "a%b": [may not contain '%']`],
    ['get pods --user nope', 'error: auth info "nope" does not exist'],
    ['get pods --kubeconfig nope', 'error: stat nope: no such file or directory'],
    ['get pods -s foo://x', 'Unable to connect to the server: unsupported protocol scheme "foo"'],
    [
      'get pods --token a --username b',
      'error: more than one authentication method found for admin; found [token basicAuth], only one is allowed',
    ],
    [
      'get pods --certificate-authority nope',
      'error: unable to read certificate-authority nope for data due to open nope: no such file or directory',
    ],
    [
      'get pods --request-timeout x',
      'error: Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a corresponding time unit (e.g. 1s | 2m | 3h)',
    ],
  ])('%s', async (line, message) => {
    const { stderr, exitCode } = await run(line);
    expect({ stderr, exitCode }).toEqual({ stderr: `${message}\n`, exitCode: 1 });
  });

  test('nobody listens', async () => {
    const host = `127.0.0.1:${place.closed}`;
    const stderr = `The connection to the server ${host} was refused - did you specify the right host or port?\n`;
    for (const server of [`http://${host}`, `https://${host}`, host]) {
      expect(await run(`get pods -s ${server}`)).toEqual({ stdout: '', stderr, exitCode: 1 });
    }
  });

  test('nobody answers', async () => {
    const { port } = place.silent.address() as AddressInfo;
    const stderr = 'Unable to connect to the server: context deadline exceeded (Client.Timeout exceeded while awaiting headers)\n';
    expect(await run(`get pods -s http://127.0.0.1:${port} --request-timeout=50ms`)).toEqual({ stdout: '', stderr, exitCode: 1 });
  });

  test('a mistake in the kubeconfig comes before the version', async () => {
    expect((await run('version --context nope')).stdout).toBe('');
  });

  test('what needs no server asks none', async () => {
    const { stdout: both } = await run(`version -s http://127.0.0.1:${place.closed}`);
    expect(both).toMatch(/^Client Version: v1.36.\d\nKustomize/);
    const { stdout } = await run(`version --client -s http://127.0.0.1:${place.closed}`);
    expect(stdout).toContain('Client Version: v1.36');
  });
});

test('manifests come from addresses too', async () => {
  const server = http.createServer((request, response) => {
    response.statusCode = request.url === '/map.yaml' ? 200 : 404;
    response.end('apiVersion: v1\nkind: ConfigMap\nmetadata: {name: from-address}\n');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect((await run(`apply -f ${url}/map.yaml`)).stdout).toBe('configmap/from-address created\n');
  expect((await run(`apply -f ${url}/x.yaml`)).stderr).toBe(
    `error: unable to read URL "${url}/x.yaml", server reported 404 Not Found, status code=404\n`,
  );
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
  const refused = `The connection to the server ${url.slice(7)} was refused - did you specify the right host or port?\n`;
  expect((await run(`apply -f ${url}/map.yaml`)).stderr).toBe(refused);
});

test('a condition that does not come is waited for as long as was said, by the clock of the server', async () => {
  const { stderr, exitCode } = await run('wait --for=condition=Nope node/one --timeout=50ms');
  expect({ stderr, exitCode }).toEqual({ stderr: 'error: timed out waiting for the condition on nodes/one\n', exitCode: 1 });
});

test('raw paths are answered as they were sent', async () => {
  expect(await run('get --raw /livez')).toEqual({ stdout: 'ok', stderr: '', exitCode: 0 });
  expect(JSON.parse((await run('get --raw /version')).stdout)).toMatchObject({ major: '1', platform: 'linux/amd64' });
  expect(JSON.parse((await run("get --raw '/api/v1/namespaces?limit=1'")).stdout)).toMatchObject({ kind: 'NamespaceList', items: [{}] });
  expect((await run('get --raw /nope')).stderr).toBe('Error from server (NotFound): the server could not find the requested resource\n');
  expect((await run('get --raw /api/v1/nodes --user bob')).stderr).toContain('(Forbidden): nodes is forbidden: User "bob"');
});

test('-v shows what is asked, without secrets', async () => {
  const said = { stdout: '', stderr: '' };
  const note: Write = (stream, text) => void (said[stream] += text);
  await run('get ns default -v=6', {}, note);
  const asked = String.raw`"Response" verb="GET" url="https://127\.0\.0\.1:\d+/api/v1/namespaces/default\?includeObject=Object" status="200 OK"`;
  expect(said.stderr).toMatch(new RegExp(`${asked} milliseconds=\\d+\\n`));
  await run('get ns default -v=8', {}, note);
  expect(said.stderr).toContain('\tAuthorization: Bearer <masked>\n');
  expect(said.stderr).not.toContain('admin-token');
});

test('files and folders are read from where one is', async () => {
  write('manifests/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: from-folder}\n');
  write('manifests/ignored.txt', 'nothing');
  expect((await run(`apply -f ${place.folder}/manifests`)).stdout).toBe('configmap/from-folder created\n');
  expect((await run(`create cm all --from-file=${place.folder}/manifests -o jsonpath={.data}`)).stdout).toContain(
    '"ignored.txt":"nothing"',
  );
  expect((await run('apply -f nope.yaml')).stderr).toBe('error: the path "nope.yaml" does not exist\n');
  expect((await run('apply -f nope')).exitCode).toBe(1);
});

describe('edit', () => {
  const editor = (script: string) => {
    write('editor.sh', `#!/bin/sh\n${script}\n`);
    return { KUBE_EDITOR: `sh ${place.folder}/editor.sh`, TMPDIR: place.folder };
  };
  const leftOver = () => readdirSync(place.folder).filter((name) => name.startsWith('kubectl-edit-'));

  test('what the editor saves is sent, and its file goes away', async () => {
    await run('create cm edited --from-literal=a=before');
    const { stdout } = await run('edit cm edited', editor(`sed -i 's/before/after/' "$1"`));
    expect(stdout).toBe('configmap/edited edited\n');
    expect((await run('get cm edited -o jsonpath={.data.a}')).stdout).toBe('after');
    expect(leftOver()).toEqual([]);
  });

  test('what is refused stays in its file', async () => {
    const { stderr, exitCode } = await run('edit cm edited', editor(`sed -i 's/^  name: edited/  name: other/' "$1"`));
    expect(exitCode).toBe(1);
    const path = /stored to "([^"]+)"/.exec(stderr)?.[1] ?? '';
    expect(readFileSync(path, 'utf8')).toContain('name: other');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('an editor that fails', async () => {
    const failing = { KUBE_EDITOR: 'false', TMPDIR: place.folder };
    expect((await run('edit cm edited', failing)).stderr).toBe('error: there was a problem with the editor "false"\n');
    const missing = { KUBE_EDITOR: 'no-such-editor', TMPDIR: place.folder };
    expect((await run('edit cm edited', missing)).stderr).toBe('error: unable to launch the editor "no-such-editor"\n');
  });
});

test('config writes the file that the next command reads', async () => {
  const one = { KUBECONFIG: `${place.folder}/deep/er/config` };
  expect((await run(`config set-cluster c --server=${place.served.url} --insecure-skip-tls-verify`, one)).stdout).toBe(
    'Cluster "c" set.\n',
  );
  await run('config set-credentials admin --token=admin-token', one);
  expect((await run('config set-context c --cluster=c --user=admin --namespace=kube-public', one)).stdout).toBe('Context "c" created.\n');
  await run('config use-context c', one);
  expect((await run('get cm kube-root-ca.crt -o jsonpath={.metadata.namespace}', one)).stdout).toBe('kube-public');
  expect(statSync(one.KUBECONFIG).mode & 0o777).toBe(0o600);
  writeFileSync(`${one.KUBECONFIG}.lock`, '');
  expect((await run('config unset current-context', one)).stderr).toBe(`error: open ${one.KUBECONFIG}.lock: file exists\n`);
});
