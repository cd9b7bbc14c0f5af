/**
 * The tokens controller (pkg/controller/serviceaccount): puts a token into a Secret that was made for one, and lets the Secret go
 * with its account. What such a token says is the API server's knowledge, and given.
 */
import { ifFound } from '../../../api/errors.ts';
import { type KubeObject, isTerminating, keyOf, nameOf, namespaceOf, splitKey, uidOf } from '../../../api/object.ts';
import { NAMESPACE, SECRET, SERVICE_ACCOUNT } from '../../../api/resources.ts';
import type { Secret, ServiceAccount } from '../../../api/types.gen.ts';
import { encodeBase64, utf8Bytes } from '../../../base/base64.ts';
import type { LateBehaviour, LateContext } from '../../kernel/late-component.ts';
import { CERTIFICATE } from './root-ca-publisher.ts';

/** Signs for a cluster, which goes by the uid of its namespace `kube-system`. */
export type IssueToken = (cluster: string, account: ServiceAccount, secret: Secret) => string;

const TYPE = 'kubernetes.io/service-account-token';
const NAME = 'kubernetes.io/service-account.name';
const UID = 'kubernetes.io/service-account.uid';

export function tokensController(issue: IssueToken): LateBehaviour {
  return {
    onChange(context, { resource }, { type, object }) {
      if (resource === SECRET.resource) {
        if (type !== 'DELETED' && (object as Secret).type === TYPE) context.enqueue(keyOf(object));
      } else if (type === 'DELETED') {
        for (const secret of context.lister(SECRET).list(namespaceOf(object)))
          if (isFor(secret, nameOf(object), uidOf(object))) context.enqueue(keyOf(secret));
      }
    },
    sync: (context, key) => sync(context, key, issue),
  };
}

function isFor({ type, metadata }: Secret, account: string, uid: string): boolean {
  return type === TYPE && metadata.annotations?.[NAME] === account && [undefined, '', uid].includes(metadata.annotations[UID]);
}

function sync(context: LateContext, key: string, issue: IssueToken): void {
  const secret = context.lister(SECRET).byKey(key);
  if (secret === undefined || isTerminating(secret)) return;
  const account = accountOf(context, secret);
  if (account === undefined) remove(context, secret);
  else fill(context, secret, account, issue);
}

/** The account may be newer than what the informer holds. */
function accountOf(context: LateContext, secret: Secret): ServiceAccount | undefined {
  const name = secret.metadata.annotations?.[NAME] ?? '';
  const namespace = namespaceOf(secret);
  const known = context.lister(SERVICE_ACCOUNT).get(namespace, name) ?? ifFound(() => context.client.get(SERVICE_ACCOUNT, namespace, name));
  return known !== undefined && isFor(secret, name, uidOf(known)) ? known : undefined;
}

function remove(context: LateContext, secret: Secret): void {
  const { namespace, name } = splitKey(keyOf(secret));
  context.because(`serviceaccount ${namespace}/${secret.metadata.annotations?.[NAME] ?? ''} is not there`);
  context.client.delete(SECRET, namespace, name, { preconditions: { uid: uidOf(secret) } });
}

function fill(context: LateContext, secret: Secret, account: ServiceAccount, issue: IssueToken): void {
  const { data = {} } = secret;
  const [certificate, namespace] = [CERTIFICATE, namespaceOf(secret)].map((text) => encodeBase64(utf8Bytes(text)));
  const isComplete = data['ca.crt'] === certificate && (data['namespace'] ?? '') !== '' && (data['token'] ?? '') !== '';
  if (isComplete) return;
  const cluster = uidOf(clusterOf(context));
  const token = data['token'] || encodeBase64(utf8Bytes(issue(cluster, account, secret)));
  const annotations = { ...secret.metadata.annotations, [NAME]: nameOf(account), [UID]: uidOf(account) };
  context.client.update(SECRET, {
    ...secret,
    metadata: { ...secret.metadata, annotations },
    data: { ...data, 'ca.crt': certificate ?? '', namespace: data['namespace'] || (namespace ?? ''), token },
  });
}

function clusterOf(context: LateContext): KubeObject {
  return context.client.get(NAMESPACE, '', 'kube-system');
}
