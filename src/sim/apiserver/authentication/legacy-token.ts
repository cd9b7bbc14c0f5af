/**
 * Tokens that stand in Secrets and never expire (pkg/serviceaccount/legacy.go). The tokens controller signs them, for the cluster
 * that goes by the uid of its namespace `kube-system`.
 */
import { groupResource, nameOf, namespaceOf, uidOf } from '../../../api/object.ts';
import { SECRET, SERVICE_ACCOUNT } from '../../../api/resources.ts';
import type { Secret, ServiceAccount } from '../../../api/types.gen.ts';
import { encodeBase64, utf8Bytes } from '../../../base/base64.ts';
import { readObject } from '../../store/store.ts';
import type { Server } from '../server.ts';
import { issueToken, readToken } from './token.ts';

interface LegacyClaims {
  readonly iss: string;
  readonly 'kubernetes.io/serviceaccount/namespace': string;
  readonly 'kubernetes.io/serviceaccount/secret.name': string;
  readonly 'kubernetes.io/serviceaccount/service-account.name': string;
  readonly 'kubernetes.io/serviceaccount/service-account.uid': string;
  readonly sub: string;
}

export function issueLegacyToken(cluster: string, account: ServiceAccount, secret: Secret): string {
  const claims: LegacyClaims = {
    iss: 'kubernetes/serviceaccount',
    'kubernetes.io/serviceaccount/namespace': namespaceOf(account),
    'kubernetes.io/serviceaccount/secret.name': nameOf(secret),
    'kubernetes.io/serviceaccount/service-account.name': nameOf(account),
    'kubernetes.io/serviceaccount/service-account.uid': uidOf(account),
    sub: `system:serviceaccount:${namespaceOf(account)}:${nameOf(account)}`,
  };
  return issueToken(cluster, claims);
}

/** The holder, or what is wrong with the token: '' for one that says nothing to this server. */
export function legacyHolder({ store }: Server, token: string): { user: string; uid: string; namespace: string } | string {
  const cluster = readObject(store, 'namespaces', 'kube-system');
  const claims = cluster && (readToken(uidOf(cluster), token) as LegacyClaims | undefined);
  if (claims === undefined) return '';
  const namespace = claims['kubernetes.io/serviceaccount/namespace'];
  const secret = readObject(store, groupResource(SECRET), `${namespace}/${claims['kubernetes.io/serviceaccount/secret.name']}`);
  if (secret === undefined || secret.metadata.deletionTimestamp !== undefined) return 'Token has been invalidated';
  if ((secret as Secret).data?.['token'] !== encodeBase64(utf8Bytes(token))) return "Token does not match server's copy";
  const name = claims['kubernetes.io/serviceaccount/service-account.name'];
  const account = readObject(store, groupResource(SERVICE_ACCOUNT), `${namespace}/${name}`);
  if (account === undefined) return `serviceaccounts "${name}" not found`;
  if (account.metadata.deletionTimestamp !== undefined) return `ServiceAccount ${namespace}/${name} has been deleted`;
  const uid = claims['kubernetes.io/serviceaccount/service-account.uid'];
  if (uidOf(account) !== uid) return `ServiceAccount UID (${uidOf(account)}) does not match claim (${uid})`;
  return { user: claims.sub, uid, namespace };
}
