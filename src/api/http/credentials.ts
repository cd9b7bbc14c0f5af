/** Who a request says that it comes from. Whether that is so is for the server to judge. */
import type { HttpRequest } from './types.ts';

export interface Credentials {
  readonly token?: string;
  /** Somebody else on whose behalf the bearer asks. */
  readonly impersonate?: Impersonation;
  /** The client's program, `kubectl` of `kubectl/v1.36.2 (linux/amd64)`. */
  readonly agent: string;
}

export interface Impersonation {
  readonly user: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra: { readonly [key: string]: readonly string[] };
}

/** Repeated headers come joined by commas, as Node hands them out. */
export function credentialsOf({ headers }: HttpRequest): Credentials {
  const token = /^\s*bearer\s+(\S+)\s*$/i.exec(headers['authorization'] ?? '')?.[1];
  const agent = (headers['user-agent'] ?? '').split('/')[0] ?? '';
  const impersonate = impersonationOf(headers);
  return { agent, ...(token === undefined ? {} : { token }), ...(impersonate === undefined ? {} : { impersonate }) };
}

const EXTRA = 'impersonate-extra-';

function impersonationOf(headers: HttpRequest['headers']): Impersonation | undefined {
  const user = headers['impersonate-user'] ?? '';
  if (user === '') return undefined;
  const extra = Object.entries(headers).filter(([name]) => name.startsWith(EXTRA));
  return {
    user,
    groups: valuesOf(headers['impersonate-group']),
    extra: Object.fromEntries(extra.map(([name, value]) => [decodeURIComponent(name.slice(EXTRA.length)), valuesOf(value)])),
    ...(headers['impersonate-uid'] === undefined ? {} : { uid: headers['impersonate-uid'] }),
  };
}

function valuesOf(header: string | undefined): readonly string[] {
  return header === undefined || header === '' ? [] : header.split(',').map((value) => value.trim());
}
