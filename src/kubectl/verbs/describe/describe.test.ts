import { beforeAll, expect, test } from 'vitest';
import { createCluster } from '../../../sim/cluster.ts';
import { clusterPort } from '../../../testing/cluster-port.ts';
import { runKubectl, splitCommandLine } from '../../index.ts';

const MANIFESTS = `
apiVersion: v1
kind: Namespace
metadata: {name: team}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: b, namespace: team}
spec: {hard: {pods: "4"}, scopes: [NotTerminating]}
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: a, namespace: team}
spec: {hard: {services: "4"}}
---
apiVersion: v1
kind: LimitRange
metadata: {name: l, namespace: team}
spec: {limits: [{type: Container, max: {cpu: "1"}, default: {cpu: 200m}, defaultRequest: {cpu: 100m}}]}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: bot-a}
imagePullSecrets: [{name: x}, {name: "y"}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: bot-b}
`;
const cluster = createCluster({ startTime: Date.UTC(2026, 0, 1), machines: [], images: 'preloaded' }, 1, { freeze: true });
const port = clusterPort(cluster);

async function kubectl(line: string) {
  const readFile = (name: string) => (name === 'all.yaml' ? MANIFESTS : undefined);
  return runKubectl(splitCommandLine(line), { port, namespace: 'default', readFile, stdin: '' });
}

beforeAll(async () => {
  cluster.advance(cluster.state.now + 2000);
  await kubectl('apply -f all.yaml');
  // Until the quotas have been counted.
  cluster.advance(cluster.state.now + 2000);
});

const account = (name: string, secrets: string) =>
  `Name:                ${name}\nNamespace:           default\nLabels:              <none>\nAnnotations:         <none>\nImage pull secrets:  ${secrets}\n`;
const BOT_A = account('bot-a', 'x\n                     y');
const BOT_B = account('bot-b', '<none>');
const NO_EVENTS = 'Events:              <none>\n';

test.each([
  ['describe sa bot-a', BOT_A + NO_EVENTS],
  ['describe sa bot-a --show-events=false', BOT_A],
  ['describe sa bot-a bot-b', `${BOT_A}\n\n${BOT_B}`],
  ['describe sa bot-a bot-b --show-events', `${BOT_A}${NO_EVENTS}\n\n${BOT_B}${NO_EVENTS}`],
  ['describe sa bot', `${BOT_A}\n${BOT_B}\n`],
  [
    'describe ns team',
    `Name:         team
Labels:       kubernetes.io/metadata.name=team
Annotations:  <none>
Status:       Active

Resource Quotas
  Name:     a
  Resource  Used  Hard
  --------  ---   ---
  services  0     4
  Name:     b
  Scopes:   NotTerminating
  * Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.
  Resource  Used  Hard
  --------  ---   ---
  pods      0     4

Resource Limits
 Type       Resource  Min  Max  Default Request  Default Limit  Max Limit/Request Ratio
 ----       --------  ---  ---  ---------------  -------------  -----------------------
 Container  cpu       -    1    100m             200m           -
`,
  ],
])('%s', async (line, stdout) => {
  expect(await kubectl(line)).toMatchObject({ stdout, stderr: '', exitCode: 0 });
});

test.each([
  [
    'describe',
    1,
    'error: You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.\n',
  ],
  ['describe sa -l a=b', 0, 'No resources found in default namespace.\n'],
  ['describe nodes', 0, 'No resources found in default namespace.\n'],
  ['describe pods -A', 0, 'No resources found\n'],
  ['describe sa nobody', 1, 'Error from server (NotFound): serviceaccounts "nobody" not found\n'],
  ['describe sa/bot', 1, 'Error from server (NotFound): serviceaccounts "bot" not found\n'],
  ['describe sa bot-a -l a=b', 1, 'error: name cannot be provided when a selector is specified\n'],
  [
    'describe sa,cm bot',
    1,
    'Error from server (NotFound): serviceaccounts "bot" not found\nError from server (NotFound): configmaps "bot" not found\n',
  ],
])('%s fails or finds nothing', async (line, exitCode, stderr) => {
  expect(await kubectl(line)).toMatchObject({ exitCode, stderr });
});

test('what is found is described although something else is not there', async () => {
  const { stdout, stderr } = await kubectl('describe sa bot-a nobody bot-b');
  expect(stdout).toBe(`${BOT_A}\n\n${BOT_B}`);
  expect(stderr).toBe('Error from server (NotFound): serviceaccounts "nobody" not found\n');
});
