/** Who a request says that it comes from. Whether that is so is for the server to judge. */
import type { Credentials, Impersonation } from '../request.ts';
import type { HttpRequest } from './types.ts';

/** Repeated headers come joined by commas, as Node hands them out. */
export function credentialsOf({ headers }: HttpRequest): Credentials {
  const token = /^\s*bearer\s+(\S+)\s*$/i.exec(headers['authorization'] ?? '')?.[1];
  const impersonate = impersonationOf(headers);
  return { ...(token === undefined ? {} : { token }), ...(impersonate === undefined ? {} : { impersonate }) };
}

const EXTRA = 'impersonate-extra-';
const GROUP = 'impersonate-group';
const UID = 'impersonate-uid';

function impersonationOf(headers: HttpRequest['headers']): Impersonation | undefined {
  const names = Object.keys(headers).filter((name) => name.startsWith('impersonate-'));
  if (names.length === 0) return undefined;
  const extra = names
    .filter((name) => name.startsWith(EXTRA))
    .map((name) => [decoded(name.slice(EXTRA.length)), valuesOf(headers[name])] as const);
  return {
    user: headers['impersonate-user'] ?? '',
    ...(headers[GROUP] === undefined ? {} : { groups: valuesOf(headers[GROUP]) }),
    ...(extra.length === 0 ? {} : { extra: Object.fromEntries(extra) }),
    ...(headers[UID] === undefined ? {} : { uid: headers[UID] }),
  };
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function valuesOf(header: string | undefined): readonly string[] {
  return header === undefined || header === '' ? [] : header.split(',').map((value) => value.trim());
}

const MANAGER_LIMIT = 128;

/** Who a write is put down to when it names no field manager: the client's program, `kubectl` of `kubectl/v1.36.2 (linux/amd64)`. */
export function agentOf({ headers }: HttpRequest): string {
  const program = (headers['user-agent'] ?? '').split('/')[0] ?? '';
  return program.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '').slice(0, MANAGER_LIMIT) || 'unknown';
}
