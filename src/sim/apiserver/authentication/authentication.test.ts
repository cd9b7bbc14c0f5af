import { describe, expect, it } from 'vitest';
import type { Pod, Secret, SelfSubjectReview, TokenRequest, TokenReview } from '../../../api/types.gen.ts';
import { decodeBase64, utf8Text } from '../../../base/base64.ts';
import { ALICE, type UserWorld, userWorld } from '../../../testing/users.ts';

const pods = { verb: 'list', group: '', resource: 'pods', namespace: 'default' } as const;

function tokenOf({ ask }: UserWorld, spec: object = {}): string {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec } as never;
  const { body: answer } = ask({
    verb: 'create',
    group: '',
    resource: 'serviceaccounts',
    namespace: 'default',
    name: 'default',
    subresource: 'token',
    body,
  });
  return (answer as TokenRequest).status?.token ?? '';
}

function review({ ask }: UserWorld, token: string): TokenReview {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token } };
  return ask({ verb: 'create', group: 'authentication.k8s.io', resource: 'tokenreviews', body }).body as TokenReview;
}

describe('tokens of service accounts', () => {
  it('tell who holds them', () => {
    const world = userWorld();
    const token = tokenOf(world);
    expect(token.split('.')).toHaveLength(3);
    expect(world.told({ ...pods, token })).toContain('User "system:serviceaccount:default:default" cannot list resource "pods"');
    expect(review(world, token).status).toMatchObject({
      authenticated: true,
      user: {
        username: 'system:serviceaccount:default:default',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
      },
    });
  });

  it('are the same in the same run', () => {
    expect(tokenOf(userWorld())).toBe(tokenOf(userWorld()));
  });

  it('are good for their audience and their time alone', () => {
    const world = userWorld();
    expect(world.told({ ...pods, token: tokenOf(world, { audiences: ['x'] }) })).toBe('401 Unauthorized');
    const token = tokenOf(world, { expirationSeconds: 600 });
    world.run(661);
    expect(world.told({ ...pods, token })).toBe('401 Unauthorized');
    expect(review(world, token).status).toMatchObject({ error: '[invalid bearer token, service account token has expired]' });
  });

  it('are not believed when somebody has written them', () => {
    const world = userWorld();
    const [header = '', , signature = ''] = tokenOf(world).split('.');
    expect(world.told({ ...pods, token: `${header}.e30.${signature}` })).toBe('401 Unauthorized');
    expect(review(world, 'nonsense').status).toMatchObject({ error: 'invalid bearer token' });
  });

  it('go with the pod that they are bound to', () => {
    const world = userWorld();
    const meta = { name: 'p', namespace: 'default' };
    world.create('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: meta,
      spec: { containers: [{ name: 'c', image: 'nginx' }], schedulerName: 'none' },
    });
    const token = tokenOf(world, { boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'p' } });
    expect(review(world, token).status?.user?.extra).toMatchObject({ 'authentication.kubernetes.io/pod-name': ['p'] });
    world.ask({ verb: 'delete', group: '', resource: 'pods', namespace: 'default', name: 'p' });
    expect(review(world, token).status?.error).toBe('[invalid bearer token, service account token has been invalidated]');
  });
});

describe('tokens in secrets', () => {
  const NAME = 'kubernetes.io/service-account.name';
  const at = { group: '', resource: 'secrets', namespace: 'default', name: 's' } as const;
  const secret = (account: string) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's', namespace: 'default', annotations: { [NAME]: account } },
    type: 'kubernetes.io/service-account-token',
  });

  it('are made for the account that the secret names, and never expire', () => {
    const world = userWorld();
    world.create('secrets', secret('default'));
    world.run(1);
    const { data = {}, metadata } = world.ask({ verb: 'get', ...at }).body as Secret;
    expect(Object.keys(data)).toEqual(['ca.crt', 'namespace', 'token']);
    expect(metadata.annotations).toMatchObject({ [NAME]: 'default', 'kubernetes.io/service-account.uid': expect.any(String) });
    const token = utf8Text(decodeBase64(data['token'] ?? '') ?? []);
    world.run(2 * 24 * 3600);
    expect(review(world, token).status).toMatchObject({
      authenticated: true,
      user: { username: 'system:serviceaccount:default:default', uid: metadata.annotations?.['kubernetes.io/service-account.uid'] },
    });
    world.ask({ verb: 'delete', ...at });
    expect(review(world, token).status).toMatchObject({ error: expect.stringContaining('Token has been invalidated') });
  });

  it('go with their account', () => {
    const { create, told, ask, run } = userWorld();
    create('serviceaccounts', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'bot', namespace: 'default' } });
    create('secrets', secret('bot'));
    run(1);
    expect(told({ verb: 'get', ...at })).toBe('200');
    ask({ verb: 'delete', ...at, resource: 'serviceaccounts', name: 'bot' });
    run(1);
    expect(told({ verb: 'get', ...at })).toContain('404');
    create('secrets', secret('bot'));
    run(1);
    expect(told({ verb: 'get', ...at })).toContain('404');
  });
});

describe('tokens for a kubelet', () => {
  const KUBELET = { user: 'system:node:node-1', groups: ['system:nodes', 'system:authenticated'] };

  it('are those of pods on its node, for whom they name', () => {
    const { create, told, ask } = userWorld();
    const container = { name: 'c', image: 'nginx' };
    const volume = { name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't', audience: 'vault' } }] } };
    const spec = { nodeName: 'node-1', containers: [container], volumes: [volume] };
    create('pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default' }, spec });
    const { metadata } = ask({ verb: 'get', group: '', resource: 'pods', namespace: 'default', name: 'p' }).body as Pod;
    const at = {
      verb: 'create',
      group: '',
      resource: 'serviceaccounts',
      namespace: 'default',
      name: 'default',
      subresource: 'token',
    } as const;
    const request = (ref: object | undefined, audiences: readonly string[]) => {
      const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { audiences, boundObjectRef: ref } };
      return told({ ...at, body: JSON.parse(JSON.stringify(body)) }, KUBELET);
    };
    const ref = { apiVersion: 'v1', kind: 'Pod', name: 'p', uid: metadata.uid };
    const refused = '403 serviceaccounts "default" is forbidden: ';
    expect(request(undefined, [])).toBe(`${refused}node requested token not bound to a pod`);
    expect(request({ ...ref, uid: '' }, [])).toBe(`${refused}node requested token with a pod binding without a uid`);
    expect(request({ ...ref, uid: 'x' }, [])).toContain('the UID in the bound object reference (x) does not match the UID in record');
    expect(request(ref, ['vault', 'other'])).toBe(`${refused}node may only request 0 or 1 audiences`);
    expect(request(ref, ['other'])).toBe(
      `${refused}audience "other" not found in pod spec volume, system:node:node-1 is not authorized to request tokens for this audience`,
    );
    expect(request(ref, ['vault'])).toBe('201');
    // The volume that admission has added is for the server itself.
    expect(request(ref, [])).toBe('201');
  });
});

describe('impersonation', () => {
  it('is for who may', () => {
    const world = userWorld();
    expect(world.told({ ...pods, impersonate: { user: 'bob' } })).toContain('User "bob" cannot list');
    expect(world.told({ ...pods, impersonate: { user: 'bob', groups: ['system:masters'] } })).toBe('200');
    expect(world.told({ ...pods, impersonate: { user: 'bob' } }, ALICE)).toBe(
      '403 pods is forbidden: User "alice" cannot impersonate-on:user-info:list resource "pods" in API group "" in the namespace "default"',
    );
    world.grant('sudo', [{ verbs: ['impersonate'], apiGroups: [''], resources: ['users'], resourceNames: ['bob'] }]);
    expect(world.told({ ...pods, impersonate: { user: 'bob' } }, ALICE)).toContain('User "bob" cannot list');
  });

  it('needs a name', () => {
    const { told } = userWorld();
    expect(told({ ...pods, impersonate: { user: '' } })).toBe('200');
    expect(told({ ...pods, impersonate: { user: '', groups: ['dev'] } })).toBe(
      '400 requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"dev"}, Extra:map[string][]string(nil)} without impersonating a user name',
    );
  });

  it('gives nodes and service accounts the groups that they have', () => {
    const { ask } = userWorld();
    const whoami = {
      verb: 'create',
      group: 'authentication.k8s.io',
      resource: 'selfsubjectreviews',
      body: { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
    } as const;
    const groupsOf = (user: string) => (ask({ ...whoami, impersonate: { user } }).body as SelfSubjectReview).status?.userInfo?.groups;
    expect(groupsOf('system:serviceaccount:default:bot')).toEqual([
      'system:serviceaccounts',
      'system:serviceaccounts:default',
      'system:authenticated',
    ]);
    expect(groupsOf('system:node:node-1')).toEqual(['system:nodes', 'system:authenticated']);
    expect(groupsOf('system:anonymous')).toBeUndefined();
  });
});
