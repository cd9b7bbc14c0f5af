import type { IncomingHttpHeaders } from 'node:http';
import { PROTOBUF } from '../../api/http/accept.ts';
import type { HttpRequest } from '../../api/http/types.ts';

/** What came over the wire as data. `target` is the request line's: path and query. */
export function httpRequestOf(method: string, target: string, headers: IncomingHttpHeaders, body: Buffer): HttpRequest {
  const cut = target.indexOf('?');
  return {
    method,
    path: cut < 0 ? target : target.slice(0, cut),
    query: cut < 0 ? [] : [...new URLSearchParams(target.slice(cut + 1))],
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
    ),
    body: headers['content-type']?.startsWith(PROTOBUF) === true ? body : body.toString(),
  };
}
