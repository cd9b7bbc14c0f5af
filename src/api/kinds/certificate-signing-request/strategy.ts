/** `pkg/registry/certificates/certificates/strategy.go`. */
import type { WriteContext } from '../../kind.ts';
import { formatTime } from '../../time.ts';
import type { CertificateSigningRequest, CertificateSigningRequestCondition } from '../../types.gen.ts';

/** Who asks is what the server knows, whatever the request says. */
export function createdBy(request: CertificateSigningRequest, context?: WriteContext): CertificateSigningRequest {
  const { username: _name, uid: _uid, groups: _groups, extra: _extra, ...spec } = request.spec;
  const { user, uid, groups = [], extra = {} } = context?.requester ?? { user: '' };
  return {
    ...request,
    spec: {
      ...spec,
      ...(user === '' ? {} : { username: user }),
      ...(uid ? { uid } : {}),
      ...(groups.length === 0 ? {} : { groups }),
      ...(Object.keys(extra).length === 0 ? {} : { extra }),
    },
    status: {},
  };
}

/** Approval changes the conditions and nothing else. */
export function approve(
  next: CertificateSigningRequest,
  stored: CertificateSigningRequest,
  context?: WriteContext,
): CertificateSigningRequest {
  const conditions = stamped(next, stored, context);
  return { ...stored, metadata: next.metadata, status: { ...stored.status, ...(conditions.length === 0 ? {} : { conditions }) } };
}

/** A status write that has as many approvals and denials as are stored leaves them as they are. */
export function reportStatus(
  next: CertificateSigningRequest,
  stored: CertificateSigningRequest,
  context?: WriteContext,
): CertificateSigningRequest {
  const kept = KEPT.reduce((request, type) => withStored(request, stored, type), { ...next, spec: stored.spec });
  const conditions = stamped(kept, stored, context);
  return { ...kept, status: { ...kept.status, ...(conditions.length === 0 ? {} : { conditions }) } };
}

const KEPT: readonly string[] = ['Approved', 'Denied'];

function withStored(next: CertificateSigningRequest, stored: CertificateSigningRequest, type: string): CertificateSigningRequest {
  const old = conditionsOf(stored, type);
  if (conditionsOf(next, type).length !== old.length || old.length === 0) return next;
  let index = 0;
  const conditions = (next.status?.conditions ?? []).map((condition) =>
    condition.type === type ? (old[index++] ?? condition) : condition,
  );
  return { ...next, status: { ...next.status, conditions } };
}

export function conditionsOf({ status }: CertificateSigningRequest, type: string): readonly CertificateSigningRequestCondition[] {
  return (status?.conditions ?? []).filter((condition) => condition.type === type);
}

function stamped(
  next: CertificateSigningRequest,
  stored: CertificateSigningRequest,
  context?: WriteContext,
): readonly CertificateSigningRequestCondition[] {
  const now = formatTime(context?.server.now() ?? 0);
  return (next.status?.conditions ?? []).map((condition) => {
    const { type, status, lastUpdateTime, lastTransitionTime } = condition;
    const before = conditionsOf(stored, type).find((old) => old.status === status && old.lastTransitionTime)?.lastTransitionTime;
    return { ...condition, lastUpdateTime: lastUpdateTime ?? now, lastTransitionTime: lastTransitionTime ?? before ?? now };
  });
}
