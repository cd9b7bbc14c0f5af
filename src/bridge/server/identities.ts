/** Who a connection or a bearer token stands for: client certificates and a token file, as kube-apiserver's own options have them. */
import type { DetailedPeerCertificate } from 'node:tls';
import type { Identity } from '../../sim/kernel/command.ts';

/** Who a caller is that shows nothing. */
export const ANONYMOUS: Identity = { user: 'system:anonymous', groups: ['system:unauthenticated'] };
export const ADMINISTRATOR: Identity = { user: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] };

/** Bearer tokens that are known beside those of the cluster's service accounts. */
export type Tokens = ReadonlyMap<string, Identity>;

/** kube-apiserver's `--token-auth-file`: lines of `token,user,uid[,"group1,group2"]`. Throws an Error that names a bad line. */
export function parseTokens(text: string): Tokens {
  const tokens = new Map<string, Identity>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [token = '', user = '', uid = '', groups = ''] = fieldsOf(line);
    if (token === '' || user === '') throw new Error(`line ${index + 1}: want token,user,uid[,"group1,group2"]`);
    tokens.set(token, identityOf(user, groups.split(',').filter(Boolean), uid));
  }
  return tokens;
}

/** Comma-separated values, where quotes keep commas together. */
function fieldsOf(line: string): string[] {
  return Array.from(line.matchAll(/(?:^|,)(?:"([^"]*)"|([^",]*))/g), ([, quoted, plain]) => (quoted ?? plain ?? '').trim());
}

/** The certificate's common name is the user, its organisations are the groups. */
export function ofCertificate(certificate: DetailedPeerCertificate | undefined): Identity | undefined {
  const subject = certificate?.subject as { readonly CN?: string; readonly O?: string | readonly string[] } | undefined;
  if (subject?.CN === undefined || subject.CN === '') return undefined;
  return identityOf(subject.CN, [subject.O ?? []].flat());
}

function identityOf(user: string, groups: readonly string[], uid = ''): Identity {
  return { user, groups: [...groups, 'system:authenticated'], ...(uid === '' ? {} : { uid }) };
}
