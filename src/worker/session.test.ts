import { beforeAll, describe, expect, it } from 'vitest';
import { type Frame, NodeFlag, PodLook } from '../protocol/frame.ts';
import { demo, page } from './testing/page.ts';

// What the worker loads when first needed is here before the tests' own clock starts to count.
beforeAll(() => import('./tools.ts'));

const looks = (frame: Frame) => [...frame.podLook.subarray(0, frame.podCount)];

describe('a session', () => {
  it('shows a living cluster in its first frame', async () => {
    const { ask } = await demo();
    const { frame, clock } = await ask({ type: 'frame', visible: true });
    expect([frame.nodeCount, frame.podCount, frame.serviceCount]).toEqual([3, 7, 3]);
    expect(new Set(looks(frame))).toEqual(new Set([PodLook.ready]));
    expect([...frame.nodeFlags].every((flags) => (flags & NodeFlag.ready) !== 0)).toBe(true);
    expect(frame.endpointCount).toBe(7);
    expect(frame.strings).toMatchObject({ from: 0 });
    expect(clock).toMatchObject({ playing: true, speed: 1 });
  });

  it('paces virtual time, faster, slower and not at all', async () => {
    const { ask, pass } = await demo();
    const now = async () => (await ask({ type: 'clock', clock: { type: 'speed', speed: 1 } })).now;
    const began = await now();
    await pass(1000);
    expect((await now()) - began).toBeGreaterThan(900);
    await ask({ type: 'clock', clock: { type: 'pause' } });
    const stopped = await now();
    await pass(1000);
    expect(await now()).toBe(stopped);
    await ask({ type: 'clock', clock: { type: 'speed', speed: 100 } });
    await ask({ type: 'clock', clock: { type: 'play' } });
    await pass(1000);
    const { now: fast } = await ask({ type: 'clock', clock: { type: 'pause' } });
    expect(fast - stopped).toBeGreaterThan(80_000);
  });

  it('steps one event at a time and says which', async () => {
    const { ask } = await demo();
    const first = await ask({ type: 'clock', clock: { type: 'step' } });
    expect(first.playing).toBe(false);
    expect(first.lastStep).not.toBe('');
  });

  it('sleeps while nobody looks and loses nothing', async () => {
    const { ask, pass, send } = await demo();
    send({ type: 'frame', visible: false });
    await pass(20);
    const { now } = await ask({ type: 'clock', clock: { type: 'speed', speed: 1 } });
    await pass(2000);
    expect((await ask({ type: 'clock', clock: { type: 'speed', speed: 1 } })).now).toBe(now);
    await ask({ type: 'frame', visible: true });
    await pass(500);
    expect((await ask({ type: 'clock', clock: { type: 'speed', speed: 1 } })).now).toBeGreaterThan(now);
  });

  it('answers an apply per document, with problems at their lines', async () => {
    const { ask } = await demo();
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: good\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: bad\nspec:\n  ports:\n  - port: 99999\n';
    const { documents } = await ask({ type: 'apply', text, namespace: 'default' });
    expect(documents.map(({ result }) => result)).toEqual(['created', 'error']);
    expect(documents[0]?.message).toBe('configmap/good created');
    expect(documents[1]?.problems[0]).toMatchObject({
      line: 12,
      message: expect.stringContaining('must be between 1 and 65535, inclusive') as string,
    });
  });

  it.each(['', '# nothing yet\n'])('refuses to apply a text without objects, as kubectl does: %j', async (text) => {
    const { ask } = await demo();
    const { documents } = await ask({ type: 'apply', text, namespace: 'default' });
    expect(documents).toMatchObject([{ result: 'error', message: 'error: no objects passed to apply' }]);
  });

  it('changes nothing when a text can not be read', async () => {
    const { ask } = await demo();
    const { documents } = await ask({
      type: 'apply',
      text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n---\na: [\n',
      namespace: 'default',
    });
    expect(documents).toHaveLength(1);
    expect(documents[0]).toMatchObject({ result: 'error' });
    const { code } = await ask({
      type: 'api',
      request: { verb: 'get', group: '', resource: 'configmaps', namespace: 'default', name: 'a' },
    });
    expect(code).toBe(404);
  });

  it('runs kubectl, describes, explains and tells causes', async () => {
    const { ask } = await demo();
    const { stdout, exitCode } = await ask({ type: 'kubectl', line: 'kubectl get deployments', files: {} });
    expect([exitCode, stdout.split('\n')[0]]).toEqual([0, expect.stringMatching(/^NAME\s+READY\s+UP-TO-DATE\s+AVAILABLE\s+AGE$/)]);
    const pods = await ask({ type: 'kubectl', line: 'kubectl get pods -l app=web -o name', files: {} });
    const name = pods.stdout.split('\n')[0]?.replace('pod/', '') ?? '';
    const inspection = await ask({ type: 'inspect', kind: 'Pod', namespace: 'default', name });
    expect(inspection?.owners.map(({ kind }) => kind)).toEqual(['Pod', 'ReplicaSet', 'Deployment']);
    const description = await ask({ type: 'describe', kind: 'Pod', namespace: 'default', name });
    expect(description?.text).toContain('Status:');
    expect(await ask({ type: 'describe', kind: 'Pod', namespace: 'default', name: 'nobody' })).toBeNull();
    expect(inspection?.events.length).toBeGreaterThan(0);
    const explanation = await ask({ type: 'explain', namespace: 'default', name, propose: true });
    expect(explanation).toMatchObject({ place: 'bound', decided: { nodes: { length: 3 } }, now: { nodes: { length: 3 } }, proposals: [] });
    const text = `kind: Service\napiVersion: v1\n---\n${MANY}`;
    const whatIf = await ask({ type: 'what-if', pods: { from: 'text', text, line: 6, namespace: 'default' }, fit: true });
    expect(whatIf).toMatchObject({ problem: '', answer: { object: 'ReplicaSet/many', replicas: 5, refused: '', now: { nodeCount: 3 } } });
    expect(whatIf.answer?.fit?.count).toBeGreaterThan(5);
    expect(await ask({ type: 'what-if', pods: { from: 'text', text, line: 1, namespace: 'default' }, fit: true })).toEqual({
      answer: null,
      problem: 'no-pods',
    });
    const { links } = await ask({ type: 'causes', kind: 'Pod', namespace: 'default', name });
    expect(links.map(({ actor }) => actor.split('/')[0])).toEqual(
      expect.arrayContaining(['kubelet', 'default-scheduler', 'replicaset-controller', 'deployment-controller']),
    );
    const { records } = await ask({ type: 'audit', limit: 1000 });
    expect(records.find(({ verb, resource, user }) => verb === 'list' && resource === 'pods' && user === 'kubernetes-admin')?.code).toBe(
      200,
    );
  });

  it('keeps a kubeconfig, whose namespace is the default one', async () => {
    const { ask } = await demo();
    const run = (line: string) => ask({ type: 'kubectl', line: `kubectl ${line}`, files: {} });
    expect((await run('config get-contexts')).stdout).toBe(
      'CURRENT   NAME       CLUSTER    AUTHINFO           NAMESPACE\n*         kubarium   kubarium   kubernetes-admin   \n',
    );
    expect((await run('config set-context --current --namespace=kube-system')).stdout).toContain('modified');
    expect((await run('create cm here --dry-run=server -o jsonpath={.metadata.namespace}')).stdout).toBe('kube-system');
    expect((await run('get pods -l none=such')).stderr).toBe('No resources found in kube-system namespace.\n');
    expect((await run('get pods --context nope')).stderr).toBe(
      'Error in configuration: context was not found for specified context: nope\n',
    );
    expect((await run('config set-context --current --namespace=')).exitCode).toBe(0);
    expect((await run('get pods -l none=such')).stderr).toBe('No resources found in default namespace.\n');
    expect((await run('cluster-info')).stdout).toContain('https://127.0.0.1:6443');
  });

  it('says why an object can not be described while nobody answers for it', async () => {
    const { ask } = await demo();
    await ask({ type: 'fault', fault: { type: 'component-stop', component: 'kube-apiserver' } });
    const described = await ask({ type: 'describe', kind: 'Node', namespace: '', name: 'node-1' });
    expect(described?.text).toMatch(/refused/);
  });

  it('follows and interrupts a line of kubectl that would go on for ever', async () => {
    const { ask, send, find, pass } = await demo();
    const sent = send({ type: 'kubectl', line: 'kubectl get deployments --watch', files: {}, number: 7 });
    for (let turn = 0; turn < 10; turn += 1) await pass(20);
    const { parts } = await ask({ type: 'kubectl-so-far', number: 7, interrupt: false });
    expect(find(sent)).toBeUndefined();
    expect(parts).toEqual([{ stream: 'stdout', text: expect.stringContaining('web') }]);
    await ask({ type: 'kubectl-so-far', number: 7, interrupt: true });
    await pass(20);
    expect(find(sent)).toMatchObject({ type: 'answer', answer: { parts, stderr: '', exitCode: 130 } });
    expect(await ask({ type: 'kubectl-so-far', number: 7, interrupt: false })).toEqual({ parts: [] });
  });

  it('shows a fault while time stands still', async () => {
    const { ask } = await demo();
    await ask({ type: 'clock', clock: { type: 'pause' } });
    await ask({ type: 'frame', visible: true });
    const next = ask({ type: 'frame', visible: true });
    await ask({ type: 'fault', fault: { type: 'node-stop', node: 'node-2' } });
    const { frame } = await next;
    expect((frame.nodeFlags[1] ?? 0) & NodeFlag.poweredOff).not.toBe(0);
  });

  it('carries out faults and refuses impossible ones in words', async () => {
    const { ask, pass } = await demo();
    expect(await ask({ type: 'fault', fault: { type: 'node-stop', node: 'node-1' } })).toEqual({ error: '' });
    expect((await ask({ type: 'fault', fault: { type: 'node-stop', node: 'nowhere' } })).error).not.toBe('');
    await pass(50);
    const { frame } = await ask({ type: 'frame', visible: true });
    expect((frame.nodeFlags[0] ?? 0) & NodeFlag.poweredOff).not.toBe(0);
  });

  it('saves itself, and goes on from what it saved', async () => {
    const first = await demo();
    await first.ask({ type: 'kubectl', line: 'kubectl scale deployment web --replicas=5', files: {} });
    await first.pass(12_000);
    const saved = first.received.findLast((message) => message.type === 'saved');
    expect(saved).toBeDefined();
    const second = page();
    await second.ask({ type: 'boot', boot: { from: 'snapshot', bytes: saved?.type === 'saved' ? saved.bytes : new Uint8Array() } });
    const { frame } = await second.ask({ type: 'frame', visible: true });
    expect(looks(frame).filter((look) => look === PodLook.ready)).toHaveLength(9);
    await second.ask({ type: 'kubectl', line: 'kubectl scale deployment web --replicas=1', files: {} });
    await second.pass(3000);
    expect((await second.ask({ type: 'frame', visible: true })).frame.podCount).toBeLessThan(9);
  });

  it('refuses bytes that are no snapshot, and requests before the boot', async () => {
    const { ask } = page();
    await expect(ask({ type: 'boot', boot: { from: 'snapshot', bytes: new Uint8Array([1, 2, 3]) } })).rejects.toThrow(
      'these bytes are not a snapshot',
    );
    await expect(ask({ type: 'clock', clock: { type: 'play' } })).rejects.toThrow('not-booted');
  });
});

const MANY = `apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: many
spec:
  replicas: 5
  selector:
    matchLabels: { app: many }
  template:
    metadata:
      labels: { app: many }
    spec:
      containers:
        - { name: c, image: nginx:1.27, resources: { requests: { cpu: 100m } } }
`;
