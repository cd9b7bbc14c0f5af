/** What kubectl says when a server can't be reached (cmdutil.StandardErrorMessage, in the words of Go's net, tls and x509). */
import { PlainError } from '../../kubectl/errors.ts';

export function connectionError(error: NodeJS.ErrnoException, { host, hostname }: URL): Error {
  if (error instanceof PlainError) return error;
  if (error.code === 'ECONNREFUSED' || refusedEverywhere(error))
    return new PlainError(`The connection to the server ${host} was refused - did you specify the right host or port?`);
  return unreachable(reasonOf(error, hostname, host));
}

export function timeoutError(): Error {
  return unreachable('context deadline exceeded (Client.Timeout exceeded while awaiting headers)');
}

function unreachable(why: string): Error {
  return new PlainError(`Unable to connect to the server: ${why}`);
}

/** Of a name with several addresses each was tried. */
function refusedEverywhere(error: unknown): boolean {
  if (!(error instanceof AggregateError)) return false;
  return (error.errors as readonly NodeJS.ErrnoException[]).some(({ code }) => code === 'ECONNREFUSED');
}

function reasonOf(error: NodeJS.ErrnoException, hostname: string, host: string): string {
  const { code = '', message } = error;
  const known = REASONS[code];
  if (known !== undefined) return known;
  if (code === 'ENOTFOUND') return `dial tcp: lookup ${hostname}: no such host`;
  if (code === 'EAI_AGAIN') return `dial tcp: lookup ${hostname}: Temporary failure in name resolution`;
  if (code in NETWORK) return `dial tcp ${host}: connect: ${NETWORK[code]}`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return untrusted(`certificate is valid for ${namesOf(error).join(', ')}, not ${wantedName(error, hostname)}`);
  if (code === 'EPROTO') return 'http: server gave HTTP response to HTTPS client';
  return message;
}

const NETWORK: Readonly<Record<string, string>> = {
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ETIMEDOUT: 'connection timed out',
};

const UNKNOWN_AUTHORITY = untrusted('certificate signed by unknown authority');
const OUT_OF_DATE = untrusted('certificate has expired or is not yet valid');

const REASONS: Readonly<Record<string, string>> = {
  ECONNRESET: 'EOF',
  EPIPE: 'write: broken pipe',
  HPE_INVALID_CONSTANT: 'net/http: HTTP/1.x transport connection broken: malformed HTTP response',
  ERR_SSL_WRONG_VERSION_NUMBER: 'http: server gave HTTP response to HTTPS client',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'http: server gave HTTP response to HTTPS client',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: OUT_OF_DATE,
  CERT_NOT_YET_VALID: OUT_OF_DATE,
};

function untrusted(why: string): string {
  return `tls: failed to verify certificate: x509: ${why}`;
}

/** The certificate's own names, of the kind that was looked for. */
function namesOf(error: Error): readonly string[] {
  const { subjectaltname = '' } = (error as Error & { readonly cert?: { readonly subjectaltname?: string } }).cert ?? {};
  const all = subjectaltname.split(', ').map((entry) => entry.split(/:(.*)/s));
  const kind = /^[\d.]+$|:/.test(wantedName(error, '')) ? 'IP Address' : 'DNS';
  return all.filter(([given]) => given === kind).map(([, name = '']) => name);
}

function wantedName(error: Error, otherwise: string): string {
  return (error as Error & { readonly host?: string }).host ?? otherwise;
}
