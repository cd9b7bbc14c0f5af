/** The line that an action shows does what the action does: of clusters that are alike, one is clicked and one is typed into. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { JsonValue } from '../../api/scalars.ts';
import type { Answers } from '../../protocol/messages.ts';
import { demo } from '../../worker/testing/page.ts';
import { createFrameStore } from '../engine/frame-store.ts';
import { smallFrame } from '../testing/fake-link.ts';
import { SAMPLES } from '../samples/registry.ts';
import type { Target } from '../state/selection.ts';
import { applyLine } from './apply.ts';
import { ACTIONS } from './registry.ts';

const frames = createFrameStore();
frames.publish(smallFrame());

type Open = Awaited<ReturnType<typeof demo>>;

const deployment = { kind: 'Deployment', namespace: 'default', name: 'web' };
const cronJob = { kind: 'CronJob', namespace: 'default', name: 'clock' };
const CLOCK = "create cronjob clock --image=busybox:1.36 --schedule='0 0 1 1 *'";
const CLAIM = `apply -f - <<EOF
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
EOF
wait pvc/data --for=jsonpath={.status.phase}=Bound`;
const node = { kind: 'Node', namespace: '', name: 'node-1' };

/** `before` is typed in both clusters first. */
const CASES: readonly { readonly id: string; readonly target?: Target; readonly answer?: string; readonly before?: string }[] = [
  { id: 'scale', target: deployment, answer: '5' },
  { id: 'set-image', target: deployment, answer: '*=nginx:1.27' },
  { id: 'rollout-restart', target: deployment },
  { id: 'rollout-undo', target: deployment, before: 'set image deployment/web *=nginx:1.27' },
  { id: 'rollout-pause', target: deployment },
  { id: 'rollout-resume', target: deployment, before: 'rollout pause deployment/web' },
  { id: 'run-now', target: cronJob, answer: 'by-hand', before: CLOCK },
  { id: 'suspend', target: cronJob, before: CLOCK },
  { id: 'unsuspend', target: cronJob, before: `kubectl ${CLOCK} && kubectl patch cronjob/clock -p '{"spec":{"suspend":true}}'` },
  { id: 'resize', target: { kind: 'PersistentVolumeClaim', namespace: 'default', name: 'data' }, answer: '2Gi', before: CLAIM },
  { id: 'cordon', target: node },
  { id: 'uncordon', target: node, before: 'cordon node-1' },
  { id: 'label', answer: 'tier=back' },
  { id: 'delete' },
  { id: 'force-delete' },
];

beforeAll(() => import('../../worker/tools.ts'));

/** Time stands still: what is asked for can be compared before anything comes of it. */
async function open(before?: string): Promise<Open> {
  const page = await demo();
  if (before !== undefined) {
    expect(await page.ask({ type: 'kubectl', line: before, files: {} })).toMatchObject({ exitCode: 0 });
    await page.pass(500);
  }
  await page.ask({ type: 'clock', clock: { type: 'pause' } });
  return page;
}

const LISTED = [
  ['', 'pods'],
  ['', 'nodes'],
  ['', 'services'],
  ['', 'configmaps'],
  ['apps', 'deployments'],
  ['apps', 'replicasets'],
  ['', 'persistentvolumeclaims'],
  ['batch', 'cronjobs'],
  ['batch', 'jobs'],
] as const;

/** What a person could find out about the cluster. */
async function lookAt({ ask }: Open): Promise<readonly (readonly string[])[]> {
  const found: string[][] = [];
  for (const [group, resource] of LISTED) {
    const { body } = await ask({ type: 'api', request: { verb: 'list', group, resource } });
    found.push((body as unknown as { items: readonly JsonValue[] }).items.map(gist));
  }
  return found;
}

/** Without what tells when and how often: a click and a line come at different moments. */
function gist(object: JsonValue): string {
  const timely = new Set([
    'resourceVersion',
    'uid',
    'podIP',
    'podIPs',
    'conditions',
    'containerStatuses',
    'kubectl.kubernetes.io/restartedAt',
  ]);
  return JSON.stringify(object, (key, value: JsonValue) => {
    const isTime = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);
    return timely.has(key) || isTime ? '' : value;
  });
}

async function podNamed({ ask }: Open): Promise<Target> {
  const { stdout } = await ask({ type: 'kubectl', line: 'get pods -l app=web -o name', files: {} });
  return { kind: 'Pod', namespace: 'default', name: stdout.split('\n')[0]?.replace('pod/', '') ?? '' };
}

describe('clicked and typed', () => {
  test.each(CASES)('$id', async ({ id, target, answer = '', before }) => {
    const action = ACTIONS.find((candidate) => candidate.id === id);
    if (action === undefined) throw new Error(`there is no action ${id}`);
    const clicked = await open(before);
    const typed = await open(before);
    const untouched = await open(before);
    const about = target ?? (await podNamed(clicked));
    for (const page of [typed, untouched]) if (target === undefined) expect(await podNamed(page)).toEqual(about);
    const request = action.request(about, answer, frames);
    if (request.type === 'page') throw new Error('the page changes nothing');
    const told = (await clicked.ask(request)) as Answers['kubectl'];
    const line = action.line(about, answer).replace(/^kubectl /, '');
    const said = await typed.ask({ type: 'kubectl', line, files: {} });
    expect(said).toMatchObject({ exitCode: 0, stdout: told.stdout });
    const after = await lookAt(typed);
    expect(await lookAt(clicked)).toEqual(after);
    expect(await lookAt(untouched)).not.toEqual(after);
  });

  // The file of the scheduler is not for kubectl.
  const forKubectl = SAMPLES.filter(({ name, text }) => applyLine({ name, text }).startsWith('kubectl'));
  test.each(forKubectl.map(({ name, text }) => ({ name, text })))('Apply of $name', async ({ name, text }) => {
    const clicked = await open();
    const typed = await open();
    const { documents } = await clicked.ask({ type: 'apply', text, namespace: 'default' });
    const { stdout } = await typed.ask({ type: 'kubectl', line: applyLine({ name, text }), files: { [name]: text } });
    expect(
      documents
        .filter(({ result }) => result !== 'error')
        .map(({ message }) => `${message}\n`)
        .join(''),
    ).toBe(stdout);
    expect(await lookAt(clicked)).toEqual(await lookAt(typed));
  });
});

test('drain: both take the node out of service and its pods with it', async () => {
  const drain = ACTIONS.find(({ id }) => id === 'drain');
  if (drain === undefined) throw new Error('there is no drain');
  for (const request of [drain.request(node, '', frames), { type: 'kubectl' as const, line: drain.line(node, ''), files: {} }]) {
    const { ask } = await demo();
    await ask({ type: 'clock', clock: { type: 'speed', speed: 50 } });
    if (request.type !== 'kubectl') throw new Error('a drain is more than a line');
    expect(await ask(request)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/node\/node-1 cordoned[^]*node\/node-1 drained/),
    });
    const line = 'get pods --field-selector spec.nodeName=node-1 -o name';
    expect(await ask({ type: 'kubectl', line, files: {} })).toMatchObject({ stdout: '' });
  }
});

test('every action with a line is tried; those without one are no kubectl and say what they are', () => {
  const about = { kind: 'Pod', namespace: 'default', name: 'web' };
  const withLine = ACTIONS.filter((action) => action.line(about, '1') !== '');
  expect(withLine.map(({ id }) => id).toSorted()).toEqual(['drain', 'logs', ...CASES.map(({ id }) => id)].toSorted());
  for (const action of ACTIONS.filter((candidate) => !withLine.includes(candidate))) {
    expect(action.request(about, '', frames).type).not.toBe('kubectl');
    expect(action.instead).toBeDefined();
  }
});

test.each([
  { name: 'objects', text: 'kind: Pod\n', line: 'kubectl apply -f a.yaml' },
  { name: 'the file of the scheduler', text: 'kind: KubeSchedulerConfiguration\n', line: 'kube-scheduler --config=a.yaml' },
  {
    name: 'both',
    text: 'kind: KubeSchedulerConfiguration\n---\nkind: Pod\n',
    line: 'kube-scheduler --config=a.yaml; kubectl apply -f a.yaml',
  },
])('the line for $name', ({ text, line }) => {
  expect(applyLine({ name: 'a.yaml', text })).toBe(line);
});
