/** Who holds a service account's token, and whether it is still good (pkg/serviceaccount/claims.go). */
import { type KubeObject, groupResource } from '../../../api/object.ts';
import { dns1123Label, dns1123Subdomain } from '../../../api/names.ts';
import { NODE, POD, SECRET, SERVICE_ACCOUNT } from '../../../api/resources.ts';
import { parseTime } from '../../../api/time.ts';
import type { Identity } from '../../kernel/command.ts';
import { readObject } from '../../store/store.ts';
import { quoted } from '../authorization/rules.ts';
import type { Server } from '../server.ts';
import { legacyHolder } from './legacy-token.ts';
import { API_AUDIENCES, type Claims, type Reference, readToken } from './token.ts';

/** Clocks may differ so much. */
const LEEWAY_SECONDS = 60;
/** The real server asks no more often about a token that it knows. */
const CACHE_MS = 10_000;

export interface TokenHolder {
  readonly identity: Identity;
  /** Those of the audiences asked for that the token is for. */
  readonly audiences: readonly string[];
}

/** The holder, or what is wrong with the token: '' for one that says nothing to this server. */
export function holderOf(server: Server, token: string, audiences: readonly string[] = API_AUDIENCES): TokenHolder | string {
  const claims = readToken(server.seed, token) as Claims | undefined;
  if (claims === undefined) return legacy(server, token, audiences);
  const shared = audiences.filter((audience) => claims.aud.includes(audience));
  if (shared.length === 0) return `token audiences ${quoted(claims.aud)} is invalid for the target audiences ${quoted(audiences)}`;
  const wrong = timeFault(server, claims) ?? accountFault(server, claims) ?? boundFault(server, claims);
  return wrong ?? { identity: identityOf(claims), audiences: shared };
}

/** A token without audiences is for this server. */
function legacy(server: Server, token: string, audiences: readonly string[]): TokenHolder | string {
  const holder = legacyHolder(server, token);
  if (typeof holder === 'string') return holder;
  const shared = audiences.filter((audience) => API_AUDIENCES.includes(audience));
  if (shared.length === 0) return `token audiences ${quoted(API_AUDIENCES)} is invalid for the target audiences ${quoted(audiences)}`;
  const { user, uid, namespace } = holder;
  return { identity: { user, uid, groups: [...groupsOf(namespace), 'system:authenticated'] }, audiences: shared };
}

function timeFault(server: Server, { exp, nbf, iat }: Claims): string | undefined {
  const now = server.now() / 1000;
  if (now - LEEWAY_SECONDS > exp) return 'service account token has expired';
  if (now + LEEWAY_SECONDS < nbf) return 'service account token is not valid yet';
  return now + LEEWAY_SECONDS < iat ? 'service account token is issued in the future' : undefined;
}

function accountFault(server: Server, claims: Claims): string | undefined {
  const { namespace, serviceaccount } = claims['kubernetes.io'];
  const key = `${namespace}/${serviceaccount.name}`;
  const account = readObject(server.store, groupResource(SERVICE_ACCOUNT), key);
  if (account === undefined) {
    return wasDeletedJustNow(server, key, serviceaccount.uid) ? undefined : `serviceaccounts "${serviceaccount.name}" not found`;
  }
  if (account.metadata.uid !== serviceaccount.uid)
    return `service account UID (${account.metadata.uid ?? ''}) does not match claim (${serviceaccount.uid})`;
  return isLongDeleted(server, account) ? `service account ${key} has been deleted` : undefined;
}

function wasDeletedJustNow({ store, now }: Server, key: string, uid: string): boolean {
  for (let index = store.log.length - 1; index >= 0; index -= 1) {
    const entry = store.log[index];
    if (entry === undefined || entry.at < now() - CACHE_MS) return false;
    if (entry.type === 'DELETED' && entry.key === key && entry.object.metadata.uid === uid) return true;
  }
  return false;
}

const INVALIDATED = 'service account token has been invalidated';

function boundFault(server: Server, claims: Claims): string | undefined {
  const { namespace, pod, secret, node } = claims['kubernetes.io'];
  const find = (type: typeof POD | typeof SECRET | typeof NODE, key: string) => readObject(server.store, groupResource(type), key);
  return (
    (secret && referenceFault(server, 'secret', secret, find(SECRET, `${namespace}/${secret.name}`))) ??
    (pod && referenceFault(server, 'pod', pod, find(POD, `${namespace}/${pod.name}`))) ??
    (pod === undefined && node ? referenceFault(server, 'node', node, find(NODE, node.name)) : undefined)
  );
}

function referenceFault(server: Server, word: string, { uid }: Reference, object: KubeObject | undefined): string | undefined {
  if (object === undefined) return INVALIDATED;
  const own = object.metadata.uid ?? '';
  if (own !== uid) return `${word} UID (${own}) does not match service account ${word} ref claim (${uid})`;
  return isLongDeleted(server, object) ? INVALIDATED : undefined;
}

/** An object that waits for finalizers counts for a while. */
function isLongDeleted(server: Server, { metadata }: KubeObject): boolean {
  const { deletionTimestamp } = metadata;
  return deletionTimestamp !== undefined && parseTime(deletionTimestamp) < server.now() - LEEWAY_SECONDS * 1000;
}

const EXTRA = 'authentication.kubernetes.io/';

function identityOf({ sub, jti, 'kubernetes.io': { namespace, serviceaccount, pod, node } }: Claims): Identity {
  return {
    user: sub,
    uid: serviceaccount.uid,
    groups: [...groupsOf(namespace), 'system:authenticated'],
    extra: {
      [`${EXTRA}credential-id`]: [`JTI=${jti}`],
      ...(node === undefined ? {} : { [`${EXTRA}node-name`]: [node.name], [`${EXTRA}node-uid`]: [node.uid] }),
      ...(pod === undefined ? {} : { [`${EXTRA}pod-name`]: [pod.name], [`${EXTRA}pod-uid`]: [pod.uid] }),
    },
  };
}

/** Groups of every service account of a namespace. */
export function groupsOf(namespace: string): readonly string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

/** Groups of a component of the cluster, which is a service account, a node or a user of its own. */
export function groupsOfUser(user: string): readonly string[] {
  const [, kind, namespace = ''] = user.split(':');
  const own = kind === 'serviceaccount' ? groupsOf(namespace) : kind === 'node' ? ['system:nodes'] : [];
  return [...own, 'system:authenticated'];
}

/** Namespace and name of `system:serviceaccount:<namespace>:<name>`. */
export function accountOf(user: string): { readonly namespace: string; readonly name: string } | undefined {
  const [system, kind, namespace = '', name = '', ...more] = user.split(':');
  const isAccount =
    system === 'system' &&
    kind === 'serviceaccount' &&
    more.length === 0 &&
    dns1123Label(namespace).length === 0 &&
    dns1123Subdomain(name).length === 0;
  return isAccount ? { namespace, name } : undefined;
}
