/**
 * Whom a server on the loopback interface must not answer: pages of other sites. A browser tells which site a request comes from,
 * and a name that an attacker made point here is not one of ours.
 */
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** Undefined when the request may be answered. `host` is the name that the server was told to listen on. */
export function refusalOf(headers: IncomingHttpHeaders, host: string): string | undefined {
  const asked = (headers.host ?? '').replace(/:\d+$/, '');
  if (asked !== host && !LOOPBACK.test(asked)) return `this server is not called ${JSON.stringify(asked)}`;
  const { origin } = headers;
  if (origin === undefined || isLoopback(origin)) return undefined;
  return `pages of ${origin} may not ask this server`;
}

function isLoopback(origin: string): boolean {
  try {
    return LOOPBACK.test(new URL(origin).hostname);
  } catch {
    return false;
  }
}
