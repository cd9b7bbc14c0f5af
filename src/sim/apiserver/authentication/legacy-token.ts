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
import { groupsOf } from './service-account-names.ts';
import { readSigned, signed } from './token.ts';

interface LegacyClaims {
  readonly iss: string;
  readonly 'kubernetes.io/serviceaccount/namespace': string;
  readonly 'kubernetes.io/serviceaccount/secret.name': string;
  readonly 'kubernetes.io/serviceaccount/service-account.name': string;
  readonly 'kubernetes.io/serviceaccount/service-account.uid': string;
  readonly sub: string;
}
