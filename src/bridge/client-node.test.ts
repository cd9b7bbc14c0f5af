/** The official JavaScript client, which nobody here wrote, against the bridge. */
import './testing/node-22.ts';
import {
  ApiException,
  AppsV1Api,
  type CoreV1Event,
  CoreV1Api,
  CustomObjectsApi,
  ApiextensionsV1Api,
  KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  RbacAuthorizationV1Api,
  type V1ConfigMap,
  type V1Deployment,
  type V1Pod,
  VersionApi,
  Watch,
  makeInformer,
  setHeaderOptions,
} from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kubeconfigText } from './kubeconfig-file.ts';
import { type Certificates, clientCertificate, createCertificates } from './server/certificates.ts';
import { ANONYMOUS, parseTokens } from './server/identities.ts';
import { type Bridge, openBridge, until } from './testing/bridge.ts';

let bridge: Bridge;
let config: KubeConfig;
let core: CoreV1Api;
let apps: AppsV1Api;

beforeAll(async () => {
  bridge = await openBridge();
  bridge.home.live.pump.command({ type: 'speed', speed: 20 });
  config = new KubeConfig();
  config.loadFromString(kubeconfigText(bridge.server.url, undefined));
  core = config.makeApiClient(CoreV1Api);
  apps = config.makeApiClient(AppsV1Api);
}, 60_000);

afterAll(async () => {
  expect(bridge.failures).toEqual([]);
  await bridge.close();
});

const NAMESPACE = { namespace: 'default' };

function configMap(name: string, data: Record<string, string> = {}, labels: Record<string, string> = {}): V1ConfigMap {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels }, data };
}

function deployment(name: string, replicas: number): V1Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'web', image: 'nginx:1.29' }] } },
    },
  };
}

/** What a refusal says. */
async function refusal(asked: Promise<unknown>): Promise<{ readonly code: number; readonly reason?: string; readonly message?: string }> {
  const error: unknown = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiException)) throw new Error(`not an ApiException: ${String(error)}`);
  // Of some codes the client does not hand out the body.
  const { reason, message } = JSON.parse((error.body as string | undefined) ?? '{}') as {
    readonly reason?: string;
    readonly message?: string;
  };
  return { code: error.code, ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }) };
}

describe('reading', () => {
  test('version, nodes and namespaces', async () => {
    expect(await config.makeApiClient(VersionApi).getCode()).toMatchObject({ major: '1', minor: '36' });
    const nodes = await core.listNode();
    expect(nodes.items.map(({ metadata }) => metadata?.name)).toEqual(['node-1', 'node-2', 'node-3']);
    expect(nodes.items[0]?.metadata?.creationTimestamp).toBeInstanceOf(Date);
    const namespaces = await core.listNamespace();
    expect(namespaces.items.map(({ metadata }) => metadata?.name)).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system']);
  });

  test('a list in pieces, by label and by field', async () => {
    for (let index = 0; index < 7; index += 1) {
      const labels = { set: 'pieces', half: index % 2 === 0 ? 'even' : 'odd' };
      await core.createNamespacedConfigMap({ ...NAMESPACE, body: configMap(`piece-${index}`, {}, labels) });
    }
    const names: (string | undefined)[] = [];
    let more: string | undefined;
    do {
      const page = await core.listNamespacedConfigMap({
        ...NAMESPACE,
        labelSelector: 'set=pieces',
        limit: 3,
        ...(more === undefined ? {} : { _continue: more }),
      });
      names.push(...page.items.map(({ metadata }) => metadata?.name));
      more = page.metadata?._continue;
    } while (more !== undefined && more !== '');
    expect(names).toEqual(Array.from({ length: 7 }, (_, index) => `piece-${index}`));
    const odd = await core.listNamespacedConfigMap({ ...NAMESPACE, labelSelector: 'set=pieces,half!=even' });
    expect(odd.items).toHaveLength(3);
    const one = await core.listConfigMapForAllNamespaces({ fieldSelector: 'metadata.name=piece-4' });
    expect(one.items).toHaveLength(1);
  });
});

describe('writing', () => {
  test('create, replace, delete; a replacement of an older version is a conflict', async () => {
    const made = await core.createNamespacedConfigMap({ ...NAMESPACE, body: configMap('notes', { a: '1' }) });
    const next = await core.replaceNamespacedConfigMap({ ...NAMESPACE, name: 'notes', body: Object.assign(made, { data: { a: '2' } }) });
    expect(next.data).toEqual({ a: '2' });
    expect(Number(next.metadata?.resourceVersion)).toBeGreaterThan(Number(made.metadata?.resourceVersion));
    const late = core.replaceNamespacedConfigMap({ ...NAMESPACE, name: 'notes', body: made });
    expect(await refusal(late)).toMatchObject({ code: 409, reason: 'Conflict' });
    expect(await core.deleteNamespacedConfigMap({ ...NAMESPACE, name: 'notes' })).toMatchObject({ status: 'Success' });
    expect(await refusal(core.readNamespacedConfigMap({ ...NAMESPACE, name: 'notes' }))).toEqual({
      code: 404,
      reason: 'NotFound',
      message: 'configmaps "notes" not found',
    });
  });

  test('patches of every type', async () => {
    await core.createNamespacedConfigMap({ ...NAMESPACE, body: configMap('patched', { a: '1', b: '2' }) });
    const patch = async (type: string, body: unknown) =>
      (
        await core.patchNamespacedConfigMap(
          { ...NAMESPACE, name: 'patched', body, fieldManager: 'tests' },
          setHeaderOptions('Content-Type', type),
        )
      ).data;
    expect(await patch(PatchStrategy.JsonPatch, [{ op: 'replace', path: '/data/a', value: '3' }])).toEqual({ a: '3', b: '2' });
    expect(await patch(PatchStrategy.MergePatch, { data: { b: null, c: '4' } })).toEqual({ a: '3', c: '4' });
    expect(await patch(PatchStrategy.StrategicMergePatch, { data: { $patch: 'replace', d: '5' } })).toEqual({ d: '5' });
    const applied = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'patched' }, data: { e: '6' } };
    expect(await patch(PatchStrategy.ServerSideApply, applied)).toEqual({ d: '5', e: '6' });
    await core.deleteNamespacedConfigMap({ ...NAMESPACE, name: 'patched' });
  });

  test('server-side apply creates, owns and lets go; another manager meets a conflict', async () => {
    const objects = KubernetesObjectApi.makeApiClient(config);
    const apply = (data: Record<string, string>, manager: string, force?: boolean) =>
      objects.patch<V1ConfigMap>(
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied', namespace: 'default' }, data },
        undefined,
        undefined,
        manager,
        force,
        PatchStrategy.ServerSideApply,
      );
    expect((await apply({ a: '1', b: '1' }, 'one')).data).toEqual({ a: '1', b: '1' });
    expect(await refusal(apply({ a: '2' }, 'two'))).toMatchObject({ code: 409, reason: 'Conflict' });
    expect((await apply({ a: '2' }, 'two', true)).data).toEqual({ a: '2', b: '1' });
    expect((await apply({}, 'one')).data).toEqual({ a: '2' });
    await core.deleteNamespacedConfigMap({ ...NAMESPACE, name: 'applied' });
  });

  test('what is wrong with an object is told by its fields', async () => {
    const bad = core.createNamespacedPod({ ...NAMESPACE, body: { metadata: { name: 'Bad Name' }, spec: { containers: [] } } });
    const { code, reason, message } = await refusal(bad);
    expect({ code, reason }).toEqual({ code: 422, reason: 'Invalid' });
    expect(message).toContain('metadata.name: Invalid value: "Bad Name"');
    expect(message).toContain('spec.containers: Required value');
    const elsewhere = core.createNamespacedConfigMap({ namespace: 'nowhere', body: configMap('a') });
    expect(await refusal(elsewhere)).toEqual({ code: 404, reason: 'NotFound', message: 'namespaces "nowhere" not found' });
    const twice = configMap('twice');
    await core.createNamespacedConfigMap({ ...NAMESPACE, body: twice });
    expect(await refusal(core.createNamespacedConfigMap({ ...NAMESPACE, body: twice }))).toMatchObject({
      code: 409,
      reason: 'AlreadyExists',
    });
  });

  test('a Deployment comes alive, is scaled, and goes with its pods', async () => {
    await apps.createNamespacedDeployment({ ...NAMESPACE, body: deployment('shop', 3) });
    const ready = async (count: number) => {
      const { status } = await apps.readNamespacedDeployment({ ...NAMESPACE, name: 'shop' });
      return (status?.readyReplicas ?? 0) === count && (status?.replicas ?? 0) === count;
    };
    await until(() => ready(3), 'three ready replicas');
    const scale = await apps.readNamespacedDeploymentScale({ ...NAMESPACE, name: 'shop' });
    expect(scale.spec?.replicas).toBe(3);
    await apps.replaceNamespacedDeploymentScale({ ...NAMESPACE, name: 'shop', body: Object.assign(scale, { spec: { replicas: 1 } }) });
    await until(() => ready(1), 'one ready replica');
    const [pod] = (await core.listNamespacedPod({ ...NAMESPACE, labelSelector: 'app=shop' })).items.filter(
      ({ metadata }) => metadata?.deletionTimestamp === undefined,
    );
    expect(pod?.status?.phase).toBe('Running');
    const { items } = await core.listNamespacedEvent(NAMESPACE);
    expect(items.some(({ reason }: CoreV1Event) => reason === 'ScalingReplicaSet')).toBe(true);
    await apps.deleteNamespacedDeployment({ ...NAMESPACE, name: 'shop', propagationPolicy: 'Foreground' });
    await until(async () => (await core.listNamespacedPod({ ...NAMESPACE, labelSelector: 'app=shop' })).items.length === 0, 'no pods');
  });

  test('custom resources', async () => {
    const definitions = config.makeApiClient(ApiextensionsV1Api);
    await definitions.createCustomResourceDefinition({
      body: {
        metadata: { name: 'ships.example.com' },
        spec: {
          group: 'example.com',
          scope: 'Namespaced',
          names: { plural: 'ships', singular: 'ship', kind: 'Ship' },
          versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: SHIP } } }],
        },
      },
    });
    const ships = config.makeApiClient(CustomObjectsApi);
    const where = { group: 'example.com', version: 'v1', plural: 'ships', ...NAMESPACE };
    const body = { apiVersion: 'example.com/v1', kind: 'Ship', metadata: { name: 'argo' }, spec: { crew: 50 } };
    await until(() => ships.listNamespacedCustomObject(where).catch(() => undefined), 'the kind to be served');
    await ships.createNamespacedCustomObject({ ...where, body });
    expect(await ships.getNamespacedCustomObject({ ...where, name: 'argo' })).toMatchObject({ spec: { crew: 50 } });
    const wrong = ships.createNamespacedCustomObject({ ...where, body: { ...body, metadata: { name: 'b' }, spec: { crew: 'many' } } });
    expect(await refusal(wrong)).toMatchObject({ code: 422, reason: 'Invalid' });
    await definitions.deleteCustomResourceDefinition({ name: 'ships.example.com' });
    await until(
      () =>
        ships.listNamespacedCustomObject(where).then(
          () => false,
          () => true,
        ),
      'the kind to be gone',
    );
  });
});

const SHIP = { spec: { type: 'object', properties: { crew: { type: 'integer' } } } };

describe('watching', () => {
  test('events of a label, from a version on, until it is aborted', async () => {
    const { metadata } = await core.listNamespacedConfigMap(NAMESPACE);
    const seen: string[] = [];
    let ended: unknown = 'not yet';
    const abort = await new Watch(config).watch(
      '/api/v1/namespaces/default/configmaps',
      { labelSelector: 'watched=yes', resourceVersion: metadata?.resourceVersion },
      (type, object: V1ConfigMap) => seen.push(`${type} ${object.metadata?.name} ${JSON.stringify(object.data ?? {})}`),
      (error) => (ended = error),
    );
    const labels = { watched: 'yes' };
    await core.createNamespacedConfigMap({ ...NAMESPACE, body: configMap('other', {}) });
    await core.createNamespacedConfigMap({ ...NAMESPACE, body: configMap('seen', {}, labels) });
    await core.replaceNamespacedConfigMap({ ...NAMESPACE, name: 'seen', body: configMap('seen', { a: '1' }, labels) });
    await core.replaceNamespacedConfigMap({ ...NAMESPACE, name: 'seen', body: configMap('seen', { a: '2' }) });
    await core.deleteNamespacedConfigMap({ ...NAMESPACE, name: 'seen' });
    await until(() => seen.length >= 3, 'three events');
    expect(seen).toEqual(['ADDED seen {}', 'MODIFIED seen {"a":"1"}', 'DELETED seen {"a":"1"}']);
    abort.abort();
    await until(() => ended !== 'not yet', 'the end');
  });

  test('an informer keeps a copy, and starts again where it was when the connection ends', async () => {
    const labels = { informed: 'yes' };
    const list = () => core.listNamespacedConfigMap({ ...NAMESPACE, labelSelector: 'informed=yes' });
    const informer = makeInformer<V1ConfigMap>(config, '/api/v1/namespaces/default/configmaps', list, 'informed=yes');
    const seen: string[] = [];
    for (const type of ['add', 'update', 'delete'] as const)
      informer.on(type, ({ metadata, data }) => seen.push(`${type} ${metadata?.name} ${data?.['n']}`));
    await core.createNamespacedConfigMap({ ...NAMESPACE, body: configMap('first', { n: '1' }, labels) });
    await informer.start();
    await core.createNamespacedConfigMap({ ...NAMESPACE, body: configMap('second', { n: '1' }, labels) });
    await core.replaceNamespacedConfigMap({ ...NAMESPACE, name: 'first', body: configMap('first', { n: '2' }, labels) });
    await until(() => seen.length === 3, 'three changes');
    // The server ends all watches, as it does when another cluster takes its place.
    bridge.server.replaced();
    await core.deleteNamespacedConfigMap({ ...NAMESPACE, name: 'second' });
    await core.replaceNamespacedConfigMap({ ...NAMESPACE, name: 'first', body: configMap('first', { n: '3' }, labels) });
    await until(() => seen.length === 5, 'five changes');
    expect(seen).toEqual(['add first 1', 'add second 1', 'update first 2', 'delete second 1', 'update first 3']);
    expect(informer.list('default').map(({ metadata, data }) => `${metadata?.name} ${data?.['n']}`)).toEqual(['first 3']);
    await informer.stop();
  });

  test('an informer of pods sees a roll-out as the final list says', async () => {
    const list = () => core.listNamespacedPod({ ...NAMESPACE, labelSelector: 'app=rolled' });
    const informer = makeInformer<V1Pod>(config, '/api/v1/namespaces/default/pods', list, 'app=rolled');
    await informer.start();
    await apps.createNamespacedDeployment({ ...NAMESPACE, body: deployment('rolled', 4) });
    const isReady = ({ status }: V1Pod) => status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') === true;
    await until(() => informer.list().filter(isReady).length === 4, 'four ready pods');
    const body = [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'nginx:1.28' }];
    await apps.patchNamespacedDeployment({ ...NAMESPACE, name: 'rolled', body }, setHeaderOptions('Content-Type', PatchStrategy.JsonPatch));
    const image = ({ spec }: V1Pod) => spec?.containers[0]?.image;
    await until(
      () => informer.list().length === 4 && informer.list().every((pod) => isReady(pod) && image(pod) === 'nginx:1.28'),
      'the roll-out',
    );
    bridge.home.live.pump.command({ type: 'pause' });
    const { items } = await list();
    const versions = (pods: readonly V1Pod[]) => pods.map(({ metadata }) => `${metadata?.name} ${metadata?.resourceVersion}`).toSorted();
    await until(() => versions(informer.list()).join() === versions(items).join(), 'the last changes');
    bridge.home.live.pump.command({ type: 'play' });
    await informer.stop();
    await apps.deleteNamespacedDeployment({ ...NAMESPACE, name: 'rolled' });
  });
});

describe('who asks', () => {
  let secured: Bridge;
  let certificates: Certificates;

  beforeAll(async () => {
    certificates = await createCertificates('127.0.0.1');
    const tokens = parseTokens('secret-of-ann,ann,1,"dev,ops"\n');
    secured = await openBridge({ tls: certificates, tokens, nobody: ANONYMOUS });
  }, 60_000);
  afterAll(() => secured.close());

  const as = (user: Record<string, string>): CoreV1Api => {
    const own = new KubeConfig();
    own.loadFromClusterAndUser(
      {
        name: 'tls',
        server: secured.server.url,
        caData: Buffer.from(certificates.authority.cert).toString('base64'),
        skipTLSVerify: false,
      },
      { name: 'somebody', ...user },
    );
    return own.makeApiClient(CoreV1Api);
  };
  const certified = ({ cert, key }: { cert: string; key: string }) =>
    as({ certData: Buffer.from(cert).toString('base64'), keyData: Buffer.from(key).toString('base64') });

  test('the kubeconfig of the run: the administrator by certificate', async () => {
    const own = new KubeConfig();
    own.loadFromString(kubeconfigText(secured.server.url, certificates));
    expect((await own.makeApiClient(CoreV1Api).listNode()).items).toHaveLength(3);
  });

  test('nobody, a wrong token, a token and a certificate with a role', async () => {
    expect(await refusal(as({}).listNamespacedPod(NAMESPACE))).toMatchObject({
      code: 403,
      message: 'pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" in the namespace "default"',
    });
    expect(await refusal(as({ token: 'guessed' }).listNode())).toEqual({ code: 401 });
    const ann = as({ token: 'secret-of-ann' });
    expect((await refusal(ann.listNamespacedPod(NAMESPACE))).message).toContain('User "ann" cannot list resource "pods"');
    const bob = certified(await clientCertificate(certificates.authority, 'bob', ['dev']));
    expect((await refusal(bob.listNamespacedPod(NAMESPACE))).message).toContain('User "bob" cannot list resource "pods"');

    const own = new KubeConfig();
    own.loadFromString(kubeconfigText(secured.server.url, certificates));
    const roles = own.makeApiClient(RbacAuthorizationV1Api);
    await roles.createNamespacedRoleBinding({
      ...NAMESPACE,
      body: {
        metadata: { name: 'developers' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'dev' }],
      },
    });
    expect((await ann.listNamespacedPod(NAMESPACE)).items).toEqual([]);
    expect((await bob.listNamespacedPod(NAMESPACE)).items).toEqual([]);
    expect(await refusal(bob.listNode())).toMatchObject({ code: 403 });
  });

  test("a service account's own token", async () => {
    const own = new KubeConfig();
    own.loadFromString(kubeconfigText(secured.server.url, certificates));
    const admin = own.makeApiClient(CoreV1Api);
    const { status } = await admin.createNamespacedServiceAccountToken({
      ...NAMESPACE,
      name: 'default',
      body: { spec: { audiences: [], expirationSeconds: 3600 } },
    });
    const robot = as({ token: status?.token ?? '' });
    expect((await refusal(robot.listNode())).message).toContain(
      'User "system:serviceaccount:default:default" cannot list resource "nodes"',
    );
  });

  test('a certificate of another authority is nobody', async () => {
    const foreign = await createCertificates('127.0.0.1');
    expect((await refusal(certified(foreign.administrator).listNode())).message).toContain('User "system:anonymous"');
  });
});
