/** POST serviceaccounts/<name>/token (pkg/registry/core/serviceaccount/storage/token.go). */
import { decodeObject } from '../../../api/decode.ts';
import { badRequestError, conflictError, invalidError, notFoundError } from '../../../api/errors.ts';
import { type FieldError, invalid } from '../../../api/field-error.ts';
import { type KubeObject, type ResourceType, groupResource, nameOf, uidOf } from '../../../api/object.ts';
import { NODE, POD, SECRET } from '../../../api/resources.ts';
import { formatTime } from '../../../api/time.ts';
import type { JsonValue } from '../../../api/scalars.ts';
import type { BoundObjectReference, ObjectMeta, Pod, TokenRequest } from '../../../api/types.gen.ts';
import { readObject } from '../../store/store.ts';
import { validateInAdmission } from '../admission/admission.ts';
import { type RequestScope, type Server, randomUid } from '../server.ts';
import { getObject } from '../verbs/get.ts';
import { assertForNode } from './node-token.ts';
import { API_AUDIENCES, type Claims, ISSUER, type Reference, issueToken } from './token.ts';

const TYPE: ResourceType<TokenRequest> = {
  group: 'authentication.k8s.io',
  version: 'v1',
  kind: 'TokenRequest',
  resource: 'tokenrequests',
  namespaced: true,
};

const HOUR_SECONDS = 3600;
const SHORTEST_SECONDS = 600;
const LONGEST_SECONDS = 2 ** 32;
/** What kubelets ask for on behalf of pods: such a token works for a year, and is complained about after an hour. */
const POD_TOKEN_SECONDS = 3607;
const EXTENDED_SECONDS = 31_536_000;

export function createToken(scope: RequestScope, namespace: string, name: string, body: JsonValue): TokenRequest {
  const { server } = scope;
  const draft = decodeObject(body, { type: TYPE, schema: 'TokenRequest' }, 'Ignore').object as TokenRequest;
  assertForNode(scope, namespace, name, draft);
  assertMetadata(draft.metadata, namespace, name);
  const account = getObject(server, scope.kind, namespace, name);
  assertUid(draft.metadata, account);
  const request = filled(draft, account, server.now());
  const errors = expirationFindings(request.spec.expirationSeconds);
  if (errors.length > 0) throw invalidError(TYPE, '', errors);
  validateInAdmission(scope, request, { operation: 'CREATE', subresource: 'token', namespace });
  const bound = request.spec.boundObjectRef === undefined ? {} : boundTo(server, request.spec.boundObjectRef, namespace, name);
  const claims = claimsOf(server, request, account, bound);
  const expirationTimestamp = formatTime(server.now() + request.spec.expirationSeconds * 1000);
  return { ...request, status: { token: issueToken(server.seed, claims), expirationTimestamp } };
}

function assertMetadata({ name, namespace }: ObjectMeta, home: string, account: string): void {
  const refuse = (field: string, value: string, what: string) =>
    invalidError(TYPE, account, [invalid(`metadata.${field}`, value, `must match the service account ${what} if specified`)]);
  if (name && name !== account) throw refuse('name', name, 'name');
  if (namespace && namespace !== home) throw refuse('namespace', namespace, 'namespace');
}

function assertUid({ uid }: ObjectMeta, account: KubeObject): void {
  if (!uid || uid === uidOf(account)) return;
  const why = `the UID in the token request (${uid}) does not match the UID of the service account (${uidOf(account)})`;
  throw conflictError({ group: TYPE.group, resource: TYPE.kind }, nameOf(account), why);
}

interface FilledRequest extends TokenRequest {
  readonly spec: NonNullable<TokenRequest['spec']> & { readonly audiences: readonly string[]; readonly expirationSeconds: number };
}

function filled({ apiVersion, kind, metadata, spec = {} }: TokenRequest, account: KubeObject, now: number): FilledRequest {
  const { name = '', namespace = '', uid = '' } = account.metadata;
  const { audiences = [], expirationSeconds = HOUR_SECONDS } = spec;
  return {
    apiVersion,
    kind,
    metadata: { ...metadata, name, namespace, uid, creationTimestamp: formatTime(now) },
    spec: { ...spec, audiences: audiences.length === 0 ? API_AUDIENCES : audiences, expirationSeconds },
  };
}

function expirationFindings(seconds: number): readonly FieldError[] {
  const refuse = (why: string) => [invalid('spec.expirationSeconds', seconds, `may not specify a duration ${why}`)];
  if (seconds < SHORTEST_SECONDS) return refuse('less than 10 minutes');
  return seconds > LONGEST_SECONDS ? refuse('larger than 2^32 seconds') : [];
}

interface Bound {
  readonly pod?: Reference;
  readonly node?: Reference;
  readonly secret?: Reference;
}

function boundTo({ store }: Server, ref: BoundObjectReference, namespace: string, account: string): Bound {
  const { apiVersion = '', kind = '', name = '', uid } = ref;
  const type = apiVersion.includes('/') ? undefined : [POD, NODE, SECRET].find((known) => known.kind === kind);
  if (type === undefined) throw badRequestError(`cannot bind token to object of type ${typeText(apiVersion, kind)}`);
  const object = readObject(store, groupResource(type), type.namespaced ? `${namespace}/${name}` : name);
  if (object === undefined) throw notFoundError(type, name);
  if (type === POD && (object as Pod).spec?.serviceAccountName !== account)
    throw badRequestError(`cannot bind token for serviceaccount "${account}" to pod running with different serviceaccount name.`);
  if (uid && uid !== uidOf(object)) {
    const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw conflictError({ group: '', resource: kind }, name, why);
  }
  const reference = referenceTo(object);
  if (type === NODE) return { node: reference };
  return type === SECRET ? { secret: reference } : { ...nodeOfPod(store, object as Pod), pod: reference };
}

/** `group/version, Kind=kind`. */
function typeText(apiVersion: string, kind: string): string {
  return `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
}

function referenceTo(object: KubeObject): Reference {
  return { name: nameOf(object), uid: uidOf(object) };
}

function nodeOfPod(store: Server['store'], { spec }: Pod): Bound {
  const name = spec?.nodeName ?? '';
  if (name === '') return {};
  const node = readObject(store, groupResource(NODE), name);
  return { node: node === undefined ? { name, uid: '' } : referenceTo(node) };
}

function claimsOf(server: Server, { spec }: FilledRequest, account: KubeObject, { node, pod, secret }: Bound): Claims {
  const now = Math.floor(server.now() / 1000);
  const isForServer = spec.audiences.every((audience) => API_AUDIENCES.includes(audience));
  const isExtended = pod !== undefined && spec.expirationSeconds === POD_TOKEN_SECONDS && isForServer;
  return {
    aud: spec.audiences,
    exp: now + (isExtended ? EXTENDED_SECONDS : spec.expirationSeconds),
    iat: now,
    iss: ISSUER,
    jti: randomUid(server),
    'kubernetes.io': {
      namespace: account.metadata.namespace ?? '',
      ...(node === undefined ? {} : { node }),
      ...(pod === undefined ? {} : { pod }),
      ...(secret === undefined ? {} : { secret }),
      serviceaccount: referenceTo(account),
      ...(isExtended ? { warnafter: now + spec.expirationSeconds } : {}),
    },
    nbf: now,
    sub: `system:serviceaccount:${account.metadata.namespace ?? ''}:${nameOf(account)}`,
  };
}
