import { describe, expect, it } from 'vitest';
import { LEASE, NODE, POD, SERVICE } from '../../api/resources.ts';
import { appStatus, one, script, smallCluster, statusText } from '../../testing/small-cluster.ts';

describe('a node', () => {
  it('registers with addresses, capacity and conditions, and keeps a Lease', () => {
    const c = smallCluster(2);
    const node = c.get(NODE, 'node-2');
    expect(node?.status?.addresses?.[0]).toEqual({ type: 'InternalIP', address: '172.18.0.4' });
    expect(node?.spec?.podCIDR).toBe('10.244.1.0/24');
    expect(node?.status?.conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual([
      'MemoryPressure=False',
      'DiskPressure=False',
      'PIDPressure=False',
      'Ready=True',
    ]);
    c.run(25);
    const lease = c.cluster.request({ verb: 'get', group: LEASE.group, resource: 'leases', namespace: 'kube-node-lease', name: 'node-2' });
    expect(lease.body).toMatchObject({
      spec: { holderIdentity: 'node-2', leaseDurationSeconds: 40, renewTime: '2026-01-01T00:00:30.000000Z' },
    });
  });

  it('writes its status only every five minutes when nothing changes', () => {
    const c = smallCluster();
    const before = c.get(NODE, 'node-1')?.metadata.resourceVersion;
    c.run(200);
    expect(c.get(NODE, 'node-1')?.metadata.resourceVersion).toBe(before);
    c.run(120);
    expect(c.get(NODE, 'node-1')?.metadata.resourceVersion).not.toBe(before);
  });
});

describe('a plain pod', () => {
  it('is reported twice: as it is taken, and when it runs', () => {
    const c = smallCluster(1, 'preloaded');
    const versions: string[] = [];
    c.createPod('web', one('nginx:1.27'));
    for (let step = 0; step < 500; step++) {
      c.run(0.001);
      const { resourceVersion = '' } = c.pod('web').metadata;
      if (versions.at(-1) !== resourceVersion) versions.push(resourceVersion);
    }
    // Created, bound, ContainerCreating, Running.
    expect(versions).toHaveLength(4);
    expect(c.events('web').slice(1)).toEqual([
      'Pulled Container image "nginx:1.27" already present on machine and can be accessed by the pod',
      'Created Container created',
      'Started Container started',
    ]);
    expect(c.pod('web').status?.conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual([
      'PodReadyToStartContainers=True',
      'Initialized=True',
      'Ready=True',
      'ContainersReady=True',
      'PodScheduled=True',
    ]);
  });

  it('pulls an image once per node, one pull at a time', () => {
    const c = smallCluster();
    c.createPod('first', one('nginx:1.27'));
    c.createPod('second', one('nginx:1.27'));
    c.run(10);
    c.createPod('third', one('nginx:1.27'));
    c.run(1);
    expect(c.events('first')[2]).toMatch(
      /^Pulled Successfully pulled image "nginx:1.27" in [23]\.\d+s \([23]\.\d+s including waiting\)\. Image size: \d+ bytes\.$/,
    );
    expect(c.events('second')[2]).toMatch(/^Pulled Successfully pulled image "nginx:1.27" in \d+ms \([23]\.\d+s including waiting\)/);
    expect(c.events('third')[1]).toBe('Pulled Container image "nginx:1.27" already present on machine and can be accessed by the pod');
  });

  it('gets another address than its neighbours, and gives it back', () => {
    const c = smallCluster();
    c.createPod('a', one('registry.k8s.io/pause:3.10'));
    c.createPod('b', one('registry.k8s.io/pause:3.10'));
    c.run(5);
    expect([c.pod('a'), c.pod('b')].map(({ status }) => status?.podIP ?? '').toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
      '10.244.0.2',
      '10.244.0.3',
    ]);
  });
});

describe('images that can not be had', () => {
  it('alternates between ErrImagePull and ImagePullBackOff, later and later', () => {
    const c = smallCluster();
    c.createPod('bad', one('nginx:1.161'));
    c.run(1.2);
    expect(statusText(c, 'bad')).toBe('ErrImagePull');
    c.run(3);
    expect(statusText(c, 'bad')).toBe('ImagePullBackOff');
    expect(appStatus(c, 'bad').state?.waiting?.message).toMatch(
      /^Back-off pulling image "nginx:1\.161": ErrImagePull: rpc error: code = NotFound desc = failed to pull and unpack image/,
    );
    c.run(60);
    expect(c.events('bad')[1]).toBe('Pulling Pulling image "nginx:1.161" ×3');
  });

  it('goes on when the image is put right', () => {
    const c = smallCluster();
    c.createPod('bad', one('nginx:nope'));
    c.run(5);
    c.patch(POD, 'bad', { spec: { containers: [{ name: 'app', image: 'nginx:1.27' }] } });
    c.run(6);
    expect(statusText(c, 'bad')).toBe('Running');
  });

  it.each([
    { image: 'Nginx', reason: 'InvalidImageName' },
    { image: 'registry.invalid/app:1', reason: 'ErrImagePull' },
  ])('$image: $reason', ({ image, reason }) => {
    const c = smallCluster();
    c.createPod('bad', one(image));
    c.run(1.4);
    expect(statusText(c, 'bad')).toBe(reason);
  });

  it('takes any other image for one that exists', () => {
    const c = smallCluster();
    c.createPod(
      'own',
      one('ghcr.io/acme/shop:2.3', { ports: [{ containerPort: 8000 }], readinessProbe: { httpGet: { path: '/ready', port: 8000 } } }),
    );
    c.run(15);
    expect(appStatus(c, 'own').ready).toBe(true);
  });
});

describe('restarts', () => {
  it('backs off 10, 20, 40 seconds', () => {
    const c = smallCluster(1, 'preloaded');
    c.createPod('crash', one('nginx'), { 'sim/crash': 'true' });
    const seen: string[] = [];
    for (let second = 0; second < 40; second++) {
      c.run(1);
      const text = `${statusText(c, 'crash')} ${appStatus(c, 'crash').restartCount}`;
      if (seen.at(-1) !== text) seen.push(text);
    }
    expect(seen).toEqual([
      'Running 0',
      'Error 0',
      'Running 1',
      'Error 1',
      'CrashLoopBackOff 1',
      'Running 2',
      'Error 2',
      'CrashLoopBackOff 2',
      'Running 3',
      'Error 3',
      'CrashLoopBackOff 3',
    ]);
    expect(appStatus(c, 'crash').state?.waiting?.message).toMatch(/^back-off 40s restarting failed container=app pod=crash_default\(/);
  });

  it.each([
    { name: 'Never, exit 0', policy: 'Never', command: 'exit 0', text: 'Completed', phase: 'Succeeded' },
    { name: 'Never, exit 3', policy: 'Never', command: 'exit 3', text: 'Error', phase: 'Failed' },
    { name: 'OnFailure, exit 0', policy: 'OnFailure', command: 'sleep 1', text: 'Completed', phase: 'Succeeded' },
    { name: 'OnFailure, exit 1', policy: 'OnFailure', command: 'sleep 1; false', text: 'CrashLoopBackOff', phase: 'Running' },
  ] as const)('restartPolicy $name', ({ policy, command, text, phase }) => {
    const c = smallCluster();
    c.createPod('p', { restartPolicy: policy, ...one('busybox:1.36', script(command)) });
    c.run(10);
    expect([statusText(c, 'p'), c.pod('p').status?.phase]).toEqual([text, phase]);
  });

  it('restarts in place after a crash', () => {
    const c = smallCluster();
    c.createPod('p', one('nginx:1.27'));
    c.run(6);
    const { podIP } = c.pod('p').status ?? {};
    c.fault({ type: 'container-crash', namespace: 'default', pod: 'p' });
    c.run(0.5);
    expect([statusText(c, 'p'), appStatus(c, 'p').ready]).toEqual(['Error', false]);
    c.run(2);
    expect(statusText(c, 'p')).toBe('Running');
    expect(appStatus(c, 'p')).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 137, reason: 'Error' } } });
    expect(c.pod('p').status?.podIP).toBe(podIP);
  });

  it('does not start what is not in the image', () => {
    const c = smallCluster();
    c.createPod('p', { restartPolicy: 'Never', ...one('busybox:1.36', { command: ['nosuch'] }) });
    c.run(3);
    expect(appStatus(c, 'p').state?.terminated).toMatchObject({ exitCode: 128, reason: 'StartError' });
    expect(c.events('p').at(-1)).toMatch(/^Failed Error: .*exec: "nosuch": executable file not found in \$PATH$/);
  });
});

describe('init containers', () => {
  it('run one after another, sidecars beside what follows', () => {
    const c = smallCluster();
    c.createPod('p', {
      initContainers: [
        { name: 'one', image: 'busybox:1.36', ...script('sleep 3') },
        { name: 'proxy', image: 'nginx:1.27', restartPolicy: 'Always' },
        { name: 'two', image: 'busybox:1.36', ...script('sleep 3') },
      ],
      ...one('nginx:1.27'),
    });
    c.run(3);
    expect(statusText(c, 'p')).toBe('Init:0/3');
    c.run(6);
    expect(statusText(c, 'p')).toBe('Init:2/3');
    c.run(6);
    expect(statusText(c, 'p')).toBe('Running');
    expect(c.pod('p').status?.initContainerStatuses?.map(({ name, ready, started }) => [name, ready, started])).toEqual([
      ['one', true, false],
      ['proxy', true, true],
      ['two', true, false],
    ]);
  });

  it('wait for a Service as the tutorial does', () => {
    const c = smallCluster();
    const wait = 'until nslookup myservice.default.svc.cluster.local; do echo waiting for myservice; sleep 2; done';
    c.createPod('p', { initContainers: [{ name: 'wait', image: 'busybox:1.28', ...script(wait) }], ...one('nginx:1.27') });
    c.run(20);
    expect(statusText(c, 'p')).toBe('Init:0/1');
    c.create(SERVICE, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'myservice' },
      spec: { ports: [{ port: 80 }] },
    });
    c.run(8);
    expect(statusText(c, 'p')).toBe('Running');
  });

  it('that fail for good fail the pod', () => {
    const c = smallCluster();
    c.createPod('p', {
      restartPolicy: 'Never',
      initContainers: [{ name: 'i', image: 'busybox:1.36', ...script('exit 2') }],
      ...one('nginx'),
    });
    c.run(5);
    expect([c.pod('p').status?.phase, statusText(c, 'p')]).toEqual(['Failed', 'Init:Error']);
  });
});

describe('probes', () => {
  it('keeps a pod unready until its server listens', () => {
    const c = smallCluster();
    const env = [{ name: 'MYSQL_ROOT_PASSWORD', value: 'x' }];
    c.createPod('db', one('mysql:8.0', { env, readinessProbe: { tcpSocket: { port: 3306 }, periodSeconds: 2 } }));
    c.run(13);
    expect([statusText(c, 'db'), appStatus(c, 'db').ready]).toEqual(['Running', false]);
    c.run(12);
    expect(appStatus(c, 'db').ready).toBe(true);
    expect(c.events('db').at(-1)).toMatch(
      /^Unhealthy Readiness probe failed: dial tcp 10\.244\.0\.2:3306: connect: connection refused ×\d$/,
    );
  });

  it('restarts what is not alive, as the liveness tutorial shows', () => {
    const c = smallCluster();
    const source = 'touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600';
    c.createPod(
      'live',
      one('registry.k8s.io/busybox:1.27.2', {
        args: ['/bin/sh', '-c', source],
        livenessProbe: { exec: { command: ['cat', '/tmp/healthy'] }, initialDelaySeconds: 5, periodSeconds: 5 },
      }),
    );
    c.run(30);
    expect(c.events('live').some((text) => text.startsWith('Unhealthy'))).toBe(false);
    c.run(50);
    expect(c.events('live')).toContain("Unhealthy Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory ×3");
    expect(c.events('live')).toContain('Killing Container app failed liveness probe, will be restarted');
    expect(appStatus(c, 'live').restartCount).toBe(1);
    expect(appStatus(c, 'live').lastState?.terminated?.exitCode).toBe(137);
  });

  it('holds the others back until the startup probe succeeds', () => {
    const c = smallCluster();
    const env = [{ name: 'POSTGRES_PASSWORD', value: 'x' }];
    c.createPod(
      'db',
      one('postgres:16', {
        env,
        startupProbe: { tcpSocket: { port: 5432 }, periodSeconds: 1, failureThreshold: 30 },
        livenessProbe: { tcpSocket: { port: 5432 } },
      }),
    );
    c.run(9);
    expect(appStatus(c, 'db')).toMatchObject({ started: false, ready: false });
    c.run(5);
    expect(appStatus(c, 'db')).toMatchObject({ started: true, ready: true, restartCount: 0 });
  });

  it('does not wake up while nothing can change', () => {
    const c = smallCluster();
    c.createPod(
      'web',
      one('nginx:1.27', { livenessProbe: { httpGet: { path: '/', port: 80 } }, readinessProbe: { httpGet: { path: '/', port: 80 } } }),
    );
    c.run(10);
    const before = c.cluster.state.handled;
    c.run(600);
    const idle = c.cluster.state.handled - before;
    c.createPod('bare', one('nginx:1.27'));
    c.run(10);
    const start = c.cluster.state.handled;
    c.run(600);
    expect(c.cluster.state.handled - start).toBe(idle);
  });
});

describe('directions by annotation', () => {
  it('make a pod ready late, or never', () => {
    const c = smallCluster(1, 'preloaded');
    c.createPod('late', one('nginx'), { 'sim/ready-seconds': '5' });
    c.createPod('never', one('nginx'), { 'sim/never-ready': 'true' });
    c.run(2);
    expect([appStatus(c, 'late').ready, appStatus(c, 'never').ready]).toEqual([false, false]);
    c.run(5);
    expect([appStatus(c, 'late').ready, appStatus(c, 'never').ready]).toEqual([true, false]);
    c.patch(POD, 'never', { metadata: { annotations: { 'sim/never-ready': null } } });
    c.run(1);
    expect(appStatus(c, 'never').ready).toBe(true);
  });

  it('say how long it takes to stop', () => {
    const c = smallCluster();
    c.createPod('slow', one('nginx:1.27'), { 'sim/term-seconds': '8' });
    c.run(8);
    c.remove(POD, 'slow');
    c.run(7);
    expect(statusText(c, 'slow')).toBe('Terminating');
    c.run(2);
    expect(c.get(POD, 'slow')).toBeUndefined();
  });
});

describe('an image that is changed in place', () => {
  it('restarts its container, without delay', () => {
    const c = smallCluster();
    c.createPod('p', one('nginx:1.27'));
    c.run(8);
    c.patch(POD, 'p', { spec: { containers: [{ name: 'app', image: 'nginx:1.28' }] } });
    c.run(6);
    expect(appStatus(c, 'p')).toMatchObject({ image: 'docker.io/library/nginx:1.28', restartCount: 1, ready: true });
    expect(c.events('p')).toContain('Killing Container app definition changed, will be restarted');
  });
});
